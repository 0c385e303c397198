package dev.plimsoll.audit;

import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What one scan came to.
 *
 * @param policies the names of those that it judged by
 * @param findings by namespace and policy, in that order; only of policies that found something
 * @param unknown images that could not be looked at
 * @param gaps what was not looked at, so that nothing can be said of it
 * @param images that could be looked at, largest first
 */
public record AuditResult(
        Instant begun,
        Duration took,
        Mode mode,
        List<String> policies,
        Totals totals,
        List<PolicyFindings> findings,
        List<UnknownImage> unknown,
        List<Gap> gaps,
        Savings savings,
        Map<String, Savings> savingsByNamespace,
        List<AuditedImage> images) {

    /**
     * How much there is.
     *
     * @param objects pods, and templates that pods are made of
     * @param pods of these, pods
     * @param owners whom they are reported under; each is denied, warned or passed, by the worst that belongs to it
     */
    public record Totals(int objects, int pods, int owners, int denied, int warned, int passed) {

        /** Those of the worst verdict or another. */
        public int of(Verdict verdict) {
            return switch (verdict) {
                case DENY -> denied;
                case WARN -> warned;
                case ALLOW -> passed;
            };
        }
    }

    /** Whether all that is in the namespace was looked at; of an empty name, whether everything was. */
    boolean isWhole(String namespace) {
        return gapsOf(namespace).isEmpty();
    }

    /** What of the namespace was not looked at; of an empty name, what of the cluster. */
    List<Gap> gapsOf(String namespace) {
        return gaps.stream()
                .filter(gap -> namespace.isEmpty()
                        || gap.namespace().isEmpty()
                        || gap.namespace().equals(namespace))
                .toList();
    }
}
