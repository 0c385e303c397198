package dev.plimsoll.audit;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all policies find in all namespaces. Of each policy in each namespace so much is kept; if that comes to too much
 * altogether, half as much of each, and so on. How often it is halved depends on what there is and not on the order in which
 * it is found, so that the same findings come to the same reports.
 */
final class AllFindings {

    /** Each takes some 300 bytes. */
    private static final int MOST_ALTOGETHER = 200_000;

    private record Key(String namespace, String policy) implements Comparable<Key> {

        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::namespace).thenComparing(Key::policy);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    private final int mostAltogether;
    private final Map<Key, FindingsTally> tallies = new TreeMap<>();
    private int most;
    private int kept;

    /** @param most of each policy in each namespace */
    AllFindings(int most) {
        this(most, MOST_ALTOGETHER);
    }

    AllFindings(int most, int mostAltogether) {
        this.most = most;
        this.mostAltogether = mostAltogether;
    }

    void add(AuditedFinding finding) {
        Key key = new Key(finding.owner().namespace(), finding.finding().policy());
        kept += tallies.computeIfAbsent(key, it -> new FindingsTally()).add(finding, most);
        while (kept > mostAltogether && most > 1) {
            most /= 2;
            kept = tallies.values().stream()
                    .mapToInt(tally -> tally.keepAtMost(most))
                    .sum();
        }
    }

    /** By namespace and policy, in that order. */
    List<PolicyFindings> result() {
        return tallies.entrySet().stream()
                .map(it -> it.getValue()
                        .result(it.getKey().namespace(), it.getKey().policy()))
                .toList();
    }
}
