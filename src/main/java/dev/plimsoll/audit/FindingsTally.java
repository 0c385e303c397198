package dev.plimsoll.audit;

import dev.plimsoll.policy.Finding;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Gathers what one policy finds in one namespace: counts everything once, and keeps so much. */
final class FindingsTally {

    private final int most;
    private final TreeSet<AuditedFinding> kept = new TreeSet<>();

    /** Of what was seen, eight bytes each: a template and its pods come to the same findings. */
    private final Set<Long> seen = new HashSet<>();

    private int denied;
    private int warned;
    private int audited;
    private int uninspected;
    private int excused;

    FindingsTally(int most) {
        this.most = most;
    }

    void add(AuditedFinding finding) {
        if (!seen.add(hash(finding))) {
            return;
        }
        count(finding);
        kept.add(finding);
        if (kept.size() > most) {
            kept.pollLast();
        }
    }

    /** Of all that tells findings of one policy apart. */
    private static long hash(AuditedFinding audited) {
        Finding finding = audited.finding();
        int what = Objects.hash(
                finding.check(), finding.container(), finding.violation().toString(), finding.strongestAction());
        int about = Objects.hash(audited.owner(), audited.excuse(), audited.image(), audited.digest());
        return (long) what << 32 ^ Integer.toUnsignedLong(about);
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
