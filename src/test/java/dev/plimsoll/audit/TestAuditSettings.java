package dev.plimsoll.audit;

import java.time.Duration;

/** Settings for tests. */
public record TestAuditSettings(Duration interval, ReportTarget reports, int mostFindings) implements AuditSettings {

    /** Every scan is due at once. */
    public TestAuditSettings(ReportTarget reports, int mostFindings) {
        this(Duration.ZERO, reports, mostFindings);
    }

    @Override
    public int lookupsAtOnce() {
        return 4;
    }

    @Override
    public int dockerHubLookups() {
        return 30;
    }

    @Override
    public int namespacesInMetrics() {
        return 2;
    }

    @Override
    public String lease() {
        return "plimsoll-audit";
    }
}
