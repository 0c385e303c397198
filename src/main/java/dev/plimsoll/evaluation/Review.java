package dev.plimsoll.evaluation;

import dev.plimsoll.evaluation.Evaluation.Excused;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.policy.ContainerSubject;
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
    private final List<PolicyReview> policyReviews = new ArrayList<>();
    private final List<ImageException> exceptions = new ArrayList<>(0);

    Review(Workload workload, PolicySet policySet, Mode mode, Instant now) {
        this.workload = workload;
        this.mode = mode;
        List<ContainerSubject> changed = changed(workload);
        for (Policy policy : policySet.policies()) {
            if (policy.match().selects(workload)) {
                policyReviews.add(new PolicyReview(workload, changed, policy, mode));
            }
        }
        for (ImageException exception : policySet.exceptions()) {
            if (exception.selects(workload, now)) {
                exceptions.add(exception);
            }
        }
    }

    private static List<ContainerSubject> changed(Workload workload) {
        List<ContainerSubject> changed = new ArrayList<>();
        for (Container container : workload.changedContainers()) {
            changed.add(new ContainerSubject(container, workload.predecessor(container), workload.platforms()));
        }
        return changed;
    }

    /** Every image that some check wants to know, once. */
    Set<ImageReference> neededImages() {
        Set<ImageReference> needed = new HashSet<>();
        for (PolicyReview review : policyReviews) {
            review.addNeededImages(needed);
        }
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
