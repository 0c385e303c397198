package dev.plimsoll.audit;

import dev.plimsoll.image.Digest;
import dev.plimsoll.policy.Finding;
import java.util.TreeSet;

/** Gathers what one policy finds in one namespace: counts everything once, and keeps so much. */
final class FindingsTally {

    private final TreeSet<AuditedFinding> kept = new TreeSet<>();

    /** A template and its pods come to the same findings. */
    private final SeenHashes seen = new SeenHashes();

    private int denied;
    private int warned;
    private int audited;
    private int uninspected;
    private int excused;

    /**
     * Counts the finding, and keeps it if it is among those that matter most.
     *
     * @param most how many are kept
     * @return how many more are kept than before: one or none
     */
    int add(AuditedFinding finding, int most) {
        if (!seen.add(hash(finding))) {
            return 0;
        }
        count(finding);
        int before = kept.size();
        kept.add(finding);
        keepAtMost(most);
        return kept.size() - before;
    }

    /** Forgets those that matter least, which stay counted; returns how many are left. */
    int keepAtMost(int most) {
        while (kept.size() > most) {
            kept.pollLast();
        }
        return kept.size();
    }

    /** Of all that tells findings of one policy apart. */
    private static long hash(AuditedFinding audited) {
        Finding finding = audited.finding();
        Owner owner = audited.owner();
        return new TextHash()
                .add(owner.apiVersion())
                .add(owner.kind())
                .add(owner.name())
                .add(finding.check())
                .add(finding.container().orElse(""))
                .add(finding.violation().toString())
                .add(finding.strongestAction().name())
                .add(audited.excuse().map(AuditedFinding.Excuse::exception).orElse(""))
                .add(audited.image())
                .add(audited.digest().map(Digest::toString).orElse(""))
                .value();
    }

    private void count(AuditedFinding finding) {
        if (finding.excuse().isPresent()) {
            excused++;
        } else if (finding.finding().check().equals(Finding.UNINSPECTED)) {
            uninspected++;
        } else {
            switch (finding.finding().strongestAction()) {
                case DENY -> denied++;
                case WARN -> warned++;
                case AUDIT -> audited++;
            }
        }
    }

    PolicyFindings result(String namespace, String policy) {
        return new PolicyFindings(
                namespace, policy, kept.stream().toList(), denied, warned, audited, uninspected, excused);
    }
}
