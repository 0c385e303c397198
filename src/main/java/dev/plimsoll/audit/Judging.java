package dev.plimsoll.audit;

import dev.plimsoll.base.KnownBases;
import dev.plimsoll.evaluation.Evaluator;
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
 */
public record Judging(
        Function<ImageInspector, Evaluator> evaluator,
        ImageInspector inspector,
        Mode mode,
        KnownBases bases,
        DockerHubBudget dockerHub,
        int lookupsAtOnce,
        Duration timeout,
        int mostFindings) {}
