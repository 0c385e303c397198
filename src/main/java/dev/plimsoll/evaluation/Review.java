package dev.plimsoll.evaluation;

import dev.plimsoll.evaluation.Evaluation.Excused;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.policy.Finding;
import dev.plimsoll.policy.ImageException;
import dev.plimsoll.policy.Inspections;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.PolicySet;
import dev.plimsoll.workload.Container;
import dev.plimsoll.workload.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One workload before all the policies that speak of it. */
final class Review {

    private final Workload workload;
    private final Mode mode;
    private final List<PolicyReview> policyReviews;
    private final List<ImageException> exceptions;

    Review(Workload workload, PolicySet policySet, Mode mode, Instant now) {
        this.workload = workload;
        this.mode = mode;
        this.policyReviews = new ArrayList<>();
        for (Policy policy : policySet.policies()) {
            if (policy.match().selects(workload)) {
                policyReviews.add(new PolicyReview(workload, policy, mode));
            }
        }
        this.exceptions = new ArrayList<>(policySet.exceptions());
        this.exceptions.removeIf(exception -> !exception.selects(workload, now));
    }

    /** Every image that some check wants to know, once. */
    Set<ImageReference> neededImages() {
        Set<ImageReference> needed = new HashSet<>();
        policyReviews.forEach(review -> review.addNeededImages(needed));
        return needed;
    }

    Evaluation judge(Inspections inspections) {
        StrongestFindings strongest = new StrongestFindings();
        List<Excused> excused = new ArrayList<>();
        for (PolicyReview review : policyReviews) {
            for (Finding finding : review.findings(inspections)) {
                excuse(review, finding).ifPresentOrElse(excused::add, () -> strongest.add(finding));
            }
        }
        return new Evaluation(workload, mode, strongest.worstFirst(), excused, inspections);
    }

    private Optional<Excused> excuse(PolicyReview review, Finding finding) {
        if (exceptions.isEmpty() || !review.allowsExceptions()) {
            return Optional.empty();
        }
        List<Container> about = review.containersOf(finding);
        return exceptions.stream()
                .filter(exception -> about.stream().allMatch(it -> exception.excuses(finding.check(), it)))
                .findFirst()
                .map(exception -> new Excused(finding, exception.name(), exception.reason()));
    }
}
