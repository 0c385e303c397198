package dev.plimsoll.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How what runs is audited. */
@ConfigMapping(prefix = "plimsoll.audit")
public interface AuditSettings {

    /** Between two scans; {@code 0} is off. A change of policies or exceptions brings the next one forward. */
    @WithDefault("1h")
    Duration interval();

    /**
     * Where findings are reported: {@code openreports} (Report and ClusterReport of openreports.io), {@code wgpolicyk8s}
     * (PolicyReport and ClusterPolicyReport of wgpolicyk8s.io) or {@code off}.
     */
    @WithDefault("openreports")
    ReportTarget reports();

    /** How many findings a report holds at most: those that matter most. What is left out is counted. */
    @WithDefault("1000")
    int mostFindings();

    /** How many images are looked at at once. */
    @WithDefault("4")
    int lookupsAtOnce();

    /**
     * How many images of Docker Hub that were not looked at before are looked at within six hours; each takes about two of
     * the 100 pulls that Docker Hub allows an address without an account. The others are left for later scans, and listed as
     * unknown until then.
     */
    @WithDefault("30")
    int dockerHubLookups();

    /** How many namespaces have metrics of their own: those that pull most. */
    @WithDefault("20")
    int namespacesInMetrics();

    /** The Lease by which the replicas choose the one that audits. It is in the namespace of {@code plimsoll.cluster}. */
    @WithDefault("plimsoll-audit")
    String lease();
}
