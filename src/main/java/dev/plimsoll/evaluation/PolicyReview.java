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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One workload before one policy. */
final class PolicyReview {

    /** Of a registry's answer; enough to say whose turn it is, and what follows from it must fit in too. */
    private static final int LONGEST_REASON = 100;

    private final Policy policy;
    private final Mode mode;
    private final Set<Platform> platforms;

    /** All that the policy speaks of, and of these the ones that are new or changed. */
    private final List<Container> selected;

    private final List<ContainerSubject> subjects;

    /** Those of the subjects whose image is a reference at all. */
    private final List<ContainerSubject> readable;

    PolicyReview(Workload workload, Policy policy, Mode mode) {
        this.policy = policy;
        this.mode = mode;
        this.platforms = workload.platforms();
        this.selected = policy.match().selected(workload.containers());
        this.subjects = new ArrayList<>();
        this.readable = new ArrayList<>();
        for (Container container : policy.match().selected(workload.changedContainers())) {
            ContainerSubject subject = new ContainerSubject(container, workload.predecessor(container), platforms);
            subjects.add(subject);
            container.reference().ifPresent(reference -> readable.add(subject));
        }
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

    /** Adds every image that some check wants to know. */
    void addNeededImages(Set<ImageReference> needed) {
        for (Policy.Rule rule : policy.rules()) {
            if (rule.check() instanceof ContainerCheck check) {
                readable.forEach(subject -> needed.addAll(check.needs(subject)));
            } else if (rule.check() instanceof WorkloadCheck check) {
                together().ifPresent(subject -> needed.addAll(check.needs(subject)));
            }
        }
    }

    List<Finding> findings(Inspections inspections) {
        List<Finding> findings = new ArrayList<>();
        addInvalidReferences(findings);
        if (!inspections.failed().isEmpty()) {
            addUninspected(inspections, findings);
        }
        for (Policy.Rule rule : policy.rules()) {
            if (rule.check() instanceof ContainerCheck check) {
                addFindings(check, rule.actions(), inspections, findings);
            } else if (rule.check() instanceof WorkloadCheck check) {
                addFindings(check, rule.actions(), inspections, findings);
            }
        }
        return findings;
    }

    private void addFindings(
            ContainerCheck check, Set<ValidationAction> actions, Inspections inspections, List<Finding> findings) {
        for (ContainerSubject subject : readable) {
            if (isKnown(subject, check, inspections)) {
                for (Violation violation : check.check(subject, inspections)) {
                    findings.add(finding(check.id(), subject, violation, actions));
                }
            }
        }
    }

    private void addFindings(
            WorkloadCheck check, Set<ValidationAction> actions, Inspections inspections, List<Finding> findings) {
        together().ifPresent(subject -> check.check(subject, inspections)
                .forEach(violation -> findings.add(finding(check.id(), Optional.empty(), violation, actions))));
    }

    /** An image that a check compares with may be missing; the container's own may not. */
    private static boolean isKnown(ContainerSubject subject, ContainerCheck check, Inspections inspections) {
        return inspections.failed().isEmpty()
                || subject.container()
                        .reference()
                        .filter(check.needs(subject)::contains)
                        .map(own -> inspections.of(own).isPresent())
                        .orElse(true);
    }

    private void addInvalidReferences(List<Finding> findings) {
        for (ContainerSubject subject : subjects) {
            if (subject.container().image() instanceof ImageName.Invalid invalid) {
                findings.add(finding(Finding.INVALID_REFERENCE, subject, violationOf(invalid), policy.actions()));
            }
        }
    }

    private static Violation violationOf(ImageName.Invalid image) {
        return new Violation(
                "\"%s\" is no image reference: %s"
                        .formatted(MessageText.image(image), MessageText.line(image.problem(), LONGEST_REASON)),
                "correct the image field");
    }

    private void addUninspected(Inspections inspections, List<Finding> findings) {
        Set<ImageReference> needed = new HashSet<>();
        addNeededImages(needed);
        for (ContainerSubject subject : readable) {
            subject.container()
                    .reference()
                    .filter(needed::contains)
                    .flatMap(inspections::failureOf)
                    .map(failure -> violationOf(subject, failure))
                    .ifPresent(violation ->
                            findings.add(finding(Finding.UNINSPECTED, subject, violation, policy.onRegistryError())));
        }
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

    /** All selected containers, if at least one of them is new or changed. */
    private Optional<WorkloadSubject> together() {
        return subjects.isEmpty() ? Optional.empty() : Optional.of(new WorkloadSubject(selected, platforms));
    }
}
