package dev.plimsoll.admission;

import dev.plimsoll.evaluation.Evaluation;
import dev.plimsoll.policy.Finding;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.ValidationAction;
import dev.plimsoll.policy.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is counted of reviews. No label takes a value from a request, so their number is bounded. Each meter is looked up
 * once: to find it by its name and labels again takes longer than most of a review does.
 */
public final class AdmissionMetrics {

    /** The kind and the operation are among those that are judged. */
    private record Outcome(String kind, String operation, Verdict verdict, Mode mode) {}

    /** @param took how long reviews took; the same for all kinds and operations, for a histogram is many series */
    private record Meters(Counter judged, Timer took) {}

    private record Found(String policy, String check, ValidationAction action) {}

    private final MeterRegistry registry;
    private final Counter unjudged;
    private final Counter uninspected;
    private final Map<Outcome, Meters> reviews = new ConcurrentHashMap<>();
    private final Map<Found, Counter> findings = new ConcurrentHashMap<>();
    private volatile boolean counting;

    public AdmissionMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.unjudged = registry.counter("plimsoll.reviews.unjudged");
        this.uninspected = Counter.builder("plimsoll.reviews.uninspected")
                .description("Reviews that were answered without knowing all images that they needed")
                .register(registry);
    }

    /** Until this is called nothing is counted: before the webhook is ready, only it itself asks. */
    public void begin() {
        counting = true;
    }

    void unjudged() {
        if (counting) {
            unjudged.increment();
        }
    }

    void judged(String operation, Evaluation evaluation, Duration took) {
        if (!counting) {
            return;
        }
        Outcome outcome = new Outcome(evaluation.workload().kind(), operation, evaluation.verdict(), evaluation.mode());
        Meters meters = reviews.computeIfAbsent(outcome, this::meters);
        meters.judged().increment();
        meters.took().record(took);
        boolean unknown = false;
        for (Finding finding : evaluation.findings()) {
            unknown |= finding.check().equals(Finding.UNINSPECTED);
            findings.computeIfAbsent(
                            new Found(finding.policy(), finding.check(), finding.strongestAction()), this::counter)
                    .increment();
        }
        if (unknown) {
            uninspected.increment();
        }
    }

    private Meters meters(Outcome outcome) {
        Counter judged = Counter.builder("plimsoll.reviews.judged")
                .description("Reviews that were judged, by what was to be done with what")
                .tag("kind", outcome.kind)
                .tag("operation", outcome.operation.toLowerCase(Locale.ROOT))
                .tag("verdict", lowerCase(outcome.verdict))
                .register(registry);
        return new Meters(judged, timer(outcome));
    }

    private Timer timer(Outcome outcome) {
        return Timer.builder("plimsoll.reviews")
                .description("Reviews that were judged, by what they came to")
                .tag("verdict", lowerCase(outcome.verdict))
                .tag("mode", lowerCase(outcome.mode))
                .publishPercentileHistogram()
                .register(registry);
    }

    private Counter counter(Found found) {
        return registry.counter(
                "plimsoll.findings", "policy", found.policy, "check", found.check, "action", lowerCase(found.action));
    }

    private static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
