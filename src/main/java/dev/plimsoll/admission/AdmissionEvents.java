package dev.plimsoll.admission;

import dev.plimsoll.evaluation.Evaluation;
import dev.plimsoll.kubernetes.InvolvedObject;
import dev.plimsoll.kubernetes.ObjectEvent;
import dev.plimsoll.kubernetes.ObjectEvent.Reason;
import dev.plimsoll.policy.Finding;
import dev.plimsoll.policy.ValidationAction;
import dev.plimsoll.policy.Verdict;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What is told besides the answer, which often reaches nobody: most pods are made by controllers. Never of a dry run, from
 * which nothing may follow.
 */
public final class AdmissionEvents {

    /** Tells nobody. */
    public static final AdmissionEvents NONE = new AdmissionEvents(event -> {});

    private final Consumer<ObjectEvent> told;

    /** @param told must return at once */
    public AdmissionEvents(Consumer<ObjectEvent> told) {
        this.told = told;
    }

    void judged(AdmissionRequest request, Evaluation evaluation) {
        if (request.dryRun() || evaluation.findings().isEmpty()) {
            return;
        }
        if (evaluation.verdict() == Verdict.DENY) {
            tell(refused(request), Reason.REFUSED, evaluation.findingsWith(ValidationAction.DENY));
            return;
        }
        List<Finding> unchecked = evaluation.findings().stream()
                .filter(finding -> finding.check().equals(Finding.UNINSPECTED))
                .toList();
        if (!unchecked.isEmpty()) {
            tell(stored(request), Reason.UNCHECKED, unchecked);
        }
    }

    /** A refused update leaves the object as it is. */
    private static InvolvedObject refused(AdmissionRequest request) {
        return request.oldObject().isPresent()
                ? stored(request)
                : InvolvedObject.neverStored(request.object().orElseThrow(), request.namespace());
    }

    private static InvolvedObject stored(AdmissionRequest request) {
        return InvolvedObject.stored(request.object().orElseThrow(), request.namespace());
    }

    private void tell(InvolvedObject regarding, Reason reason, List<Finding> findings) {
        String note = findings.stream().map(Finding::message).collect(Collectors.joining("; "));
        told.accept(new ObjectEvent(regarding, reason, note));
    }
}
