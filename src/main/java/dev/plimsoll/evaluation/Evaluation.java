package dev.plimsoll.evaluation;

import dev.plimsoll.policy.Finding;
import dev.plimsoll.policy.Inspections;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.ValidationAction;
import dev.plimsoll.policy.Verdict;
import dev.plimsoll.workload.Workload;
import java.util.List;

/**
 * Everything worth saying of one workload.
 *
 * @param mode under which it was judged
 * @param findings worst first; of each container and check only the one with the strongest action
 * @param excused what would have been found, had no exception excused it
 */
public record Evaluation(
        Workload workload, Mode mode, List<Finding> findings, List<Excused> excused, Inspections inspections) {

    /** A finding that an exception keeps from having consequences. */
    public record Excused(Finding finding, String exception, String reason) {}

    public Evaluation {
        findings = List.copyOf(findings);
        excused = List.copyOf(excused);
    }

    /** Deny beats Warn beats Allow; what is only audited changes nothing. */
    public Verdict verdict() {
        if (anyFinding(ValidationAction.DENY)) {
            return Verdict.DENY;
        }
        return anyFinding(ValidationAction.WARN) ? Verdict.WARN : Verdict.ALLOW;
    }

    /** The findings from which the action follows, worst first. */
    public List<Finding> findingsWith(ValidationAction action) {
        return findings.stream().filter(finding -> finding.has(action)).toList();
    }

    private boolean anyFinding(ValidationAction action) {
        for (Finding finding : findings) {
            if (finding.has(action)) {
                return true;
            }
        }
        return false;
    }
}
