package dev.plimsoll.admission;

import dev.plimsoll.evaluation.Evaluation;
import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.kubernetes.MalformedObjectException;
import dev.plimsoll.kubernetes.PolicyStore;
import dev.plimsoll.kubernetes.WorkloadMapper;
import dev.plimsoll.workload.Namespace;
import dev.plimsoll.workload.Workload;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Decides what needs no judging, and by when the rest is answered. */
public final class AdmissionHandler {

    private static final Set<String> JUDGED_OPERATIONS = Set.of("CREATE", "UPDATE");

    /** The object itself, and the one subresource that brings containers. */
    private static final Set<String> JUDGED_SUBRESOURCES = Set.of("", "ephemeralcontainers");

    private final WorkloadMapper mapper;
    private final Function<String, Namespace> namespaces;
    private final PolicyStore policies;
    private final Evaluator evaluator;
    private final AdmissionSettings settings;
    private final AdmissionMetrics metrics;
    private final AdmissionEvents events;
    private final Clock clock;

    /** @param namespaces by their names, with the labels that are known of them */
    public AdmissionHandler(
            WorkloadMapper mapper,
            Function<String, Namespace> namespaces,
            PolicyStore policies,
            Evaluator evaluator,
            AdmissionSettings settings,
            AdmissionMetrics metrics,
            AdmissionEvents events,
            Clock clock) {
        this.mapper = mapper;
        this.namespaces = namespaces;
        this.policies = policies;
        this.evaluator = evaluator;
        this.settings = settings;
        this.metrics = metrics;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Answers within the timeout, less the configured margin.
     *
     * @param received when the request was there, from which on the timeout counts
     * @param timeout the API server's
     * @throws BadReviewException if the object cannot be read as what its kind says
     */
    CompletionStage<AdmissionResponse> handle(AdmissionRequest request, Instant received, Duration timeout) {
        if (!needsJudging(request)) {
            metrics.unjudged();
            return CompletableFuture.completedFuture(AdmissionResponses.unjudged(request.uid()));
        }
        return evaluator
                .evaluate(workload(request), policies.current(), received.plus(patience(timeout)))
                .thenApply(evaluation -> respond(request, evaluation, received));
    }

    private AdmissionResponse respond(AdmissionRequest request, Evaluation evaluation, Instant received) {
        metrics.judged(request.operation(), evaluation, Duration.between(received, clock.instant()));
        events.judged(request, evaluation);
        return AdmissionResponses.of(request.uid(), evaluation);
    }

    private boolean needsJudging(AdmissionRequest request) {
        return JUDGED_OPERATIONS.contains(request.operation())
                && JUDGED_SUBRESOURCES.contains(request.subresource())
                && WorkloadMapper.isJudged(request.group(), request.kind())
                && !settings.excludedNamespaces().contains(request.namespace())
                && request.object()
                        .filter(object -> !WorkloadMapper.isMirrorPod(request.kind(), object))
                        .isPresent();
    }

    private Workload workload(AdmissionRequest request) {
        try {
            return mapper.toWorkload(
                    request.object().orElseThrow(), request.oldObject(), namespaces.apply(request.namespace()));
        } catch (MalformedObjectException e) {
            throw new BadReviewException("request.object: %s".formatted(e.getMessage()));
        }
    }

    /** A margin that would eat up a short timeout is cut to half of it. */
    private Duration patience(Duration timeout) {
        Duration margin = settings.deadlineMargin();
        Duration half = timeout.dividedBy(2);
        return timeout.minus(margin.compareTo(half) > 0 ? half : margin);
    }
}
