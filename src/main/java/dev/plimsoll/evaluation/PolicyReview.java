package dev.plimsoll.evaluation;

import dev.plimsoll.image.ImageName;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.Platform;
import dev.plimsoll.policy.ContainerCheck;
import dev.plimsoll.policy.ContainerSubject;
import dev.plimsoll.policy.Finding;
import dev.plimsoll.policy.Inspections;
import dev.plimsoll.policy.MessageText;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.ValidationAction;
import dev.plimsoll.policy.Violation;
import dev.plimsoll.policy.WorkloadCheck;
import dev.plimsoll.policy.WorkloadSubject;
import dev.plimsoll.workload.Container;
import dev.plimsoll.workload.Workload;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One workload before one policy. */
final class PolicyReview {

    /** Of a registry's answer; enough to say whose turn it is, and what follows from it must fit in too. */
    private static final int LONGEST_REASON = 80;

    private final Policy policy;
    private final Mode mode;
    private final Set<Platform> platforms;

    /** All that the policy speaks of, and of these the ones that are new or changed. */
    private final List<Container> selected;

    private final List<ContainerSubject> subjects;
    private final Set<ImageReference> neededImages;

    PolicyReview(Workload workload, Policy policy, Mode mode) {
        this.policy = policy;
        this.mode = mode;
        this.platforms = workload.platforms();
        this.selected =
                workload.containers().stream().filter(policy.match()::selects).toList();
        this.subjects = workload.changedContainers().stream()
                .filter(policy.match()::selects)
                .map(container ->
                        new ContainerSubject(container, workload.predecessor(container), workload.platforms()))
                .toList();
        this.neededImages = findNeededImages();
    }

    boolean allowsExceptions() {
        return policy.allowExceptions();
    }

    /** The container that a finding names, or all if it is about the whole workload. */
    List<Container> containersOf(Finding finding) {
        return selected.stream()
                .filter(container ->
                        finding.container().map(container.name()::equals).orElse(true))
                .toList();
    }

    /** Every image that some check wants to know. */
    Set<ImageReference> neededImages() {
        return neededImages;
    }

    private Set<ImageReference> findNeededImages() {
        Set<ImageReference> needed = new HashSet<>();
        for (Policy.Rule rule : policy.rules()) {
            if (rule.check() instanceof ContainerCheck check) {
                readable().forEach(subject -> needed.addAll(check.needs(subject)));
            } else if (rule.check() instanceof WorkloadCheck check) {
                together().ifPresent(subject -> needed.addAll(check.needs(subject)));
            }
        }
        return needed;
    }

    List<Finding> findings(Inspections inspections) {
        Stream<Finding> byRules = policy.rules().stream().flatMap(rule -> findings(rule, inspections));
        return Stream.of(invalidReferences(), uninspected(inspections), byRules)
                .flatMap(findings -> findings)
                .toList();
    }

    private Stream<Finding> findings(Policy.Rule rule, Inspections inspections) {
        if (rule.check() instanceof ContainerCheck check) {
            return readable()
                    .filter(subject -> isKnown(subject, check, inspections))
                    .flatMap(subject -> check.check(subject, inspections).stream()
                            .map(violation -> finding(check.id(), subject, violation, rule.actions())));
        }
        WorkloadCheck check = (WorkloadCheck) rule.check();
        return together().stream()
                .flatMap(subject -> check.check(subject, inspections).stream())
                .map(violation -> finding(check.id(), Optional.empty(), violation, rule.actions()));
    }

    /** An image that a check compares with may be missing; the container's own may not. */
    private static boolean isKnown(ContainerSubject subject, ContainerCheck check, Inspections inspections) {
        return subject.container()
                .reference()
                .filter(check.needs(subject)::contains)
                .map(own -> inspections.of(own).isPresent())
                .orElse(true);
    }

    private Stream<Finding> invalidReferences() {
        return subjects.stream()
                .flatMap(subject -> subject.container().image() instanceof ImageName.Invalid invalid
                        ? Stream.of(finding(Finding.INVALID_REFERENCE, subject, violationOf(invalid), policy.actions()))
                        : Stream.empty());
    }

    private static Violation violationOf(ImageName.Invalid image) {
        return new Violation(
                "\"%s\" is no image reference: %s"
                        .formatted(MessageText.image(image), MessageText.line(image.problem(), LONGEST_REASON)),
                "correct the image field");
    }

    private Stream<Finding> uninspected(Inspections inspections) {
        return readable().flatMap(subject -> subject.container().reference().stream()
                .filter(neededImages::contains)
                .flatMap(reference -> inspections.failureOf(reference).stream())
                .map(failure -> finding(
                        Finding.UNINSPECTED, subject, violationOf(subject, failure), policy.onRegistryError())));
    }

    private Violation violationOf(ContainerSubject subject, InspectionException failure) {
        boolean denied = mode.cap(policy.onRegistryError()).contains(ValidationAction.DENY);
        return new Violation(
                "could not look at %s (%s: %s)"
                        .formatted(
                                subject.image(),
                                failure.reason().id(),
                                MessageText.line(failure.getMessage(), LONGEST_REASON)),
                denied ? "refused, for the policy wants it checked" : "admitted unchecked");
    }

    private Finding finding(
            String check, ContainerSubject subject, Violation violation, Set<ValidationAction> actions) {
        String id = violation.advice().map(Violation.Advice::check).orElse(check);
        return finding(id, Optional.of(subject.container().name()), violation, actions);
    }

    private Finding finding(
            String check, Optional<String> container, Violation violation, Set<ValidationAction> actions) {
        return new Finding(policy.name(), check, container, violation, mode.cap(actions));
    }

    /** The containers whose image is a reference at all. */
    private Stream<ContainerSubject> readable() {
        return subjects.stream()
                .filter(subject -> subject.container().reference().isPresent());
    }

    /** All selected containers, if at least one of them is new or changed. */
    private Optional<WorkloadSubject> together() {
        return subjects.isEmpty() ? Optional.empty() : Optional.of(new WorkloadSubject(selected, platforms));
    }
}
