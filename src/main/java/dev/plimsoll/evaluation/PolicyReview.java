package dev.plimsoll.evaluation;

import dev.plimsoll.image.ImageName;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.InspectionException;
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

    private final Workload workload;
    private final Policy policy;
    private final Mode mode;

    /** The new and changed containers that the policy speaks of. */
    private final List<ContainerSubject> subjects = new ArrayList<>();

    /** Of these containers, the ones whose image is no reference. */
    private final List<ContainerSubject> unreadable = new ArrayList<>(0);

    /** @param changed all containers that are new or changed */
    PolicyReview(Workload workload, List<ContainerSubject> changed, Policy policy, Mode mode) {
        this.workload = workload;
        this.policy = policy;
        this.mode = mode;
        for (ContainerSubject subject : changed) {
            if (policy.match().selects(subject.container())) {
                boolean isReference = subject.container().image() instanceof ImageName.Valid;
                (isReference ? subjects : unreadable).add(subject);
            }
        }
    }

    boolean allowsExceptions() {
        return policy.allowExceptions();
    }

    /** The container that a finding names, or all if it is about the whole workload. */
    List<Container> containersOf(Finding finding) {
        List<Container> containers = selected();
        finding.container()
                .ifPresent(name ->
                        containers.removeIf(container -> !container.name().equals(name)));
        return containers;
    }

    /** All containers that the policy speaks of, changed or not. */
    private List<Container> selected() {
        List<Container> selected = new ArrayList<>(workload.containers());
        selected.removeIf(container -> !policy.match().selects(container));
        return selected;
    }

    /** Adds every image that some check wants to know. */
    void addNeededImages(Set<ImageReference> needed) {
        for (ContainerSubject subject : subjects) {
            addNeededImages(subject, needed);
        }
        if (looksAtAllTogether()) {
            for (Container container : selected()) {
                container.reference().ifPresent(needed::add);
            }
        }
    }

    private void addNeededImages(ContainerSubject subject, Set<ImageReference> needed) {
        boolean own = false;
        for (Policy.Rule rule : policy.rules()) {
            if (rule.check() instanceof ContainerCheck check) {
                own = own || check.needsImage(subject);
                if (subject.previous().isPresent()) {
                    check.comparesWith(subject).ifPresent(needed::add);
                }
            }
        }
        if (own) {
            subject.container().reference().ifPresent(needed::add);
        }
    }

    private boolean looksAtAllTogether() {
        if (nothingChanged()) {
            return false;
        }
        for (Policy.Rule rule : policy.rules()) {
            if (rule.check() instanceof WorkloadCheck) {
                return true;
            }
        }
        return false;
    }

    private boolean nothingChanged() {
        return subjects.isEmpty() && unreadable.isEmpty();
    }

    List<Finding> findings(Inspections inspections) {
        List<Finding> findings = new ArrayList<>();
        addInvalidReferences(findings);
        addUninspected(inspections, findings);
        for (Policy.Rule rule : policy.rules()) {
            if (rule.check() instanceof ContainerCheck check) {
                addFindings(check, rule.actions(), inspections, findings);
            } else if (rule.check() instanceof WorkloadCheck check) {
                addFindings(check, rule.actions(), inspections, findings);
            }
        }
        return findings;
    }

    /** Most checks find nothing, and then nothing is made ready to go through what they found. */
    private void addFindings(
            ContainerCheck check, Set<ValidationAction> actions, Inspections inspections, List<Finding> findings) {
        for (ContainerSubject subject : subjects) {
            if (isKnown(subject, check, inspections)) {
                List<Violation> violations = check.check(subject, inspections);
                if (!violations.isEmpty()) {
                    violations.forEach(violation -> findings.add(finding(check.id(), subject, violation, actions)));
                }
            }
        }
    }

    private void addFindings(
            WorkloadCheck check, Set<ValidationAction> actions, Inspections inspections, List<Finding> findings) {
        if (nothingChanged()) {
            return;
        }
        WorkloadSubject all = new WorkloadSubject(selected(), workload.platforms());
        for (Violation violation : check.check(all, inspections)) {
            findings.add(finding(check.id(), Optional.empty(), violation, actions));
        }
    }

    private static boolean isKnown(ContainerSubject subject, ContainerCheck check, Inspections inspections) {
        return inspections.failed().isEmpty()
                || !check.needsImage(subject)
                || inspections.of(subject.container()).isPresent();
    }

    private void addInvalidReferences(List<Finding> findings) {
        for (ContainerSubject subject : unreadable) {
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
        if (inspections.failed().isEmpty()) {
            return;
        }
        Set<ImageReference> needed = new HashSet<>();
        addNeededImages(needed);
        for (ContainerSubject subject : subjects) {
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
}
