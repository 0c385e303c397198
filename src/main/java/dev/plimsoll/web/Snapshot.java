package dev.plimsoll.web;

import dev.plimsoll.kubernetes.ResourceStanding;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.PolicySet;
import java.time.Instant;
import java.util.List;

/**
 * All that pages are made of.
 *
 * @param policies in force now, which may be newer than what the audit judged by
 * @param resources what has become of those that are resources of the cluster
 * @param builtIn whether there are none but the built-in one
 */
public record Snapshot(
        AuditState audit,
        PolicySet policies,
        List<ResourceStanding> resources,
        boolean builtIn,
        Mode mode,
        Instant now) {

    public Snapshot {
        resources = List.copyOf(resources);
    }
}
