package dev.plimsoll.audit;

import dev.plimsoll.base.KnownBases;
import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.ImageInspector;
import dev.plimsoll.policy.Mode;
import java.time.Duration;
import java.util.function.Function;

/**
 * How what is found is judged.
 *
 * @param evaluator admission's, but for the inspector that it is given
 * @param timeout for each look-up
 * @param mostFindings that are kept of each policy in each namespace
 * @param roomForFacts what may be taken of memory to keep what images are made of
 */
public record Judging(
        Function<ImageInspector, Evaluator> evaluator,
        ImageInspector inspector,
        Mode mode,
        KnownBases bases,
        DockerHubBudget dockerHub,
        int lookupsAtOnce,
        Duration timeout,
        int mostFindings,
        DataSize roomForFacts) {

    /** Keeps nothing of what images are made of. */
    public Judging(
            Function<ImageInspector, Evaluator> evaluator,
            ImageInspector inspector,
            Mode mode,
            KnownBases bases,
            DockerHubBudget dockerHub,
            int lookupsAtOnce,
            Duration timeout,
            int mostFindings) {
        this(evaluator, inspector, mode, bases, dockerHub, lookupsAtOnce, timeout, mostFindings, DataSize.ZERO);
    }

    /** The same, but for that it keeps, as far as there is room, what images are made of. */
    public Judging keepingFacts(DataSize room) {
        return new Judging(evaluator, inspector, mode, bases, dockerHub, lookupsAtOnce, timeout, mostFindings, room);
    }
}
