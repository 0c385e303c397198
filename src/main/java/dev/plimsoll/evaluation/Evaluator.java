package dev.plimsoll.evaluation;

import dev.plimsoll.image.ImageInspector;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.policy.Inspections;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.PolicySet;
import dev.plimsoll.workload.Workload;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Judges workloads: finds out which images must be known, has them inspected, and lets the policies' checks speak. */
public final class Evaluator {

    private final ImageInspector inspector;
    private final Mode mode;
    private final Clock clock;
    private final Executor executor;

    /**
     * @param mode caps what any policy can do
     * @param executor where judging goes on after images had to be waited for
     */
    public Evaluator(ImageInspector inspector, Mode mode, Clock clock, Executor executor) {
        this.inspector = inspector;
        this.mode = mode;
        this.clock = clock;
        this.executor = executor;
    }

    /**
     * Judges the workload. Where everything is known already, the stage returned is completed and the caller's thread has
     * done the work; otherwise the caller's thread never waits.
     *
     * @param deadline when to judge with what is known by then; what is not is reported as uninspected
     * @return never fails because of an image
     */
    public CompletionStage<Evaluation> evaluate(Workload workload, PolicySet policies, Instant deadline) {
        Instant now = clock.instant();
        Review review = new Review(workload, policies, mode, now);
        Set<ImageReference> needed = review.neededImages();
        if (needed.isEmpty()) {
            return CompletableFuture.completedFuture(review.judge(Inspections.NONE));
        }
        CompletableFuture<Inspections> inspections =
                new Lookups(inspector, workload.platforms()).inspect(needed, Duration.between(now, deadline));
        return inspections.isDone()
                ? inspections.thenApply(review::judge)
                : inspections.thenApplyAsync(review::judge, executor);
    }
}
