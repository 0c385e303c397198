package dev.plimsoll.admission;

import dev.plimsoll.evaluation.Evaluation;
import dev.plimsoll.policy.Finding;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;

/** What is counted of reviews. No label takes a value from a request, so their number is bounded. */
public final class AdmissionMetrics {

    private static final String REVIEWS = "plimsoll.reviews";

    private final MeterRegistry registry;
    private volatile boolean counting;

    public AdmissionMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Until this is called nothing is counted: before the webhook is ready, only it itself asks. */
    public void begin() {
        counting = true;
    }

    void unjudged() {
        if (!counting) {
            return;
        }
        registry.counter("plimsoll.reviews.unjudged").increment();
    }

    void judged(Evaluation evaluation, Duration took) {
        if (!counting) {
            return;
        }
        Timer.builder(REVIEWS)
                .description("Reviews that were judged, by what they came to")
                .tag("verdict", evaluation.verdict().name().toLowerCase(Locale.ROOT))
                .tag("mode", evaluation.mode().name().toLowerCase(Locale.ROOT))
                .publishPercentileHistogram()
                .register(registry)
                .record(took);
        evaluation.findings().forEach(this::found);
    }

    private void found(Finding finding) {
        registry.counter(
                        "plimsoll.findings",
                        "policy",
                        finding.policy(),
                        "check",
                        finding.check(),
                        "action",
                        finding.strongestAction().name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
