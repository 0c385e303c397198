package dev.plimsoll.evaluation;

import dev.plimsoll.policy.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Findings of several policies, of which each container and check keeps only those of the policy that acts most
 * strongly; among equals, of the first.
 */
final class StrongestFindings {

    private record Key(Optional<String> container, String check) {}

    private final Map<Key, List<Finding>> kept = new LinkedHashMap<>();

    void add(Finding finding) {
        List<Finding> rivals =
                kept.computeIfAbsent(new Key(finding.container(), finding.check()), key -> new ArrayList<>());
        if (rivals.isEmpty() || rivals.get(0).policy().equals(finding.policy())) {
            rivals.add(finding);
        } else if (rivals.stream().allMatch(rival -> isStronger(finding, rival))) {
            rivals.clear();
            rivals.add(finding);
        }
    }

    private static boolean isStronger(Finding finding, Finding other) {
        return finding.strongestAction().compareTo(other.strongestAction()) > 0;
    }

    List<Finding> worstFirst() {
        if (kept.isEmpty()) {
            return List.of();
        }
        List<Finding> all = new ArrayList<>();
        kept.values().forEach(all::addAll);
        all.sort(Finding.WORST_FIRST);
        return all;
    }
}
