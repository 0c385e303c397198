package dev.plimsoll.evaluation;

import dev.plimsoll.evaluation.PullCredentials.Found;
import dev.plimsoll.image.Credentials;
import dev.plimsoll.image.ImageInspector;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.policy.Inspections;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.PolicySet;
import dev.plimsoll.workload.Workload;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Judges workloads: finds out which images must be known, has them inspected, and lets the policies' checks speak. */
public final class Evaluator {

    private static final Found NOT_IN_TIME =
            new Found(Credentials.NONE, List.of("its pull secrets were not read in time"));

    private static final Found FAILED = new Found(Credentials.NONE, List.of("its pull secrets could not be read"));

    private final ImageInspector inspector;
    private final PullCredentials pullCredentials;
    private final Mode mode;
    private final Clock clock;
    private final Executor executor;
    private final Alarm alarm;

    /**
     * One that looks at images as somebody without credentials of their own.
     *
     * @param mode caps what any policy can do
     * @param executor where judging goes on after images had to be waited for
     */
    public Evaluator(ImageInspector inspector, Mode mode, Clock clock, Executor executor) {
        this(inspector, PullCredentials.NONE, mode, clock, executor, Alarm.SHARED);
    }

    /**
     * @param pullCredentials asked only if an image has to be known
     * @param mode caps what any policy can do
     * @param executor where judging goes on after credentials or images had to be waited for
     */
    public Evaluator(
            ImageInspector inspector, PullCredentials pullCredentials, Mode mode, Clock clock, Executor executor) {
        this(inspector, pullCredentials, mode, clock, executor, Alarm.SHARED);
    }

    /**
     * @param pullCredentials asked only if an image has to be known
     * @param mode caps what any policy can do
     * @param executor where judging goes on after credentials or images had to be waited for
     * @param alarm says when nothing is waited for any more; what it and the executor do besides can make answers late
     */
    public Evaluator(
            ImageInspector inspector,
            PullCredentials pullCredentials,
            Mode mode,
            Clock clock,
            Executor executor,
            Alarm alarm) {
        this.inspector = inspector;
        this.pullCredentials = pullCredentials;
        this.mode = mode;
        this.clock = clock;
        this.executor = executor;
        this.alarm = alarm;
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
        CompletableFuture<Inspections> inspections = inspect(workload, needed, now, deadline);
        return inspections.isDone()
                ? inspections.thenApply(review::judge)
                : inspections.thenApplyAsync(review::judge, executor);
    }

    private CompletableFuture<Inspections> inspect(
            Workload workload, Set<ImageReference> needed, Instant now, Instant deadline) {
        CompletableFuture<Found> credentials = start(workload);
        if (credentials.isDone()) {
            return lookups(workload, credentials.join()).inspect(needed, Duration.between(now, deadline));
        }
        // Half of the time is for the images, which may be there for anybody to see.
        Duration patience = Duration.between(now, deadline).dividedBy(2);
        Duration within = patience.isNegative() ? Duration.ZERO : patience;
        return alarm.watch(credentials, within, () -> credentials.complete(NOT_IN_TIME))
                .thenComposeAsync(
                        found -> lookups(workload, found).inspect(needed, Duration.between(clock.instant(), deadline)),
                        executor);
    }

    /** Never fails, and is a stage of its own: that nobody waits for it any more touches nobody else's. */
    private CompletableFuture<Found> start(Workload workload) {
        try {
            return pullCredentials
                    .of(workload)
                    .toCompletableFuture()
                    .handle((found, failure) -> failure == null ? found : FAILED);
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(FAILED);
        }
    }

    private Lookups lookups(Workload workload, Found found) {
        return new Lookups(inspector, workload.platforms(), alarm, found);
    }
}
