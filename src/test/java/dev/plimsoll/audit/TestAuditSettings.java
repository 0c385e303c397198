package dev.plimsoll.audit;

import java.time.Duration;

/** Settings for tests: every scan is due at once. */
public record TestAuditSettings(ReportTarget reports, int mostFindings) implements AuditSettings {

    @Override
    public Duration interval() {
        return Duration.ZERO;
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
