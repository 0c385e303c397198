package dev.plimsoll.admission;

import static dev.plimsoll.workload.WorkloadBuilder.aWorkload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.evaluation.Evaluation;
import dev.plimsoll.policy.Inspections;
import dev.plimsoll.policy.Mode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AdmissionMetrics metrics = new AdmissionMetrics(registry);

    private void judged(String kind, String operation) {
        metrics.judged(
                operation,
                new Evaluation(aWorkload().kind(kind).build(), Mode.ENFORCE, List.of(), List.of(), Inspections.NONE),
                Duration.ofMillis(1));
    }

    private double count(String kind, String operation) {
        return registry.get("plimsoll.reviews.judged")
                .tags("kind", kind, "operation", operation, "verdict", "allow")
                .counter()
                .count();
    }

    @Test
    void reviewsAreCountedByKindAndOperation() {
        metrics.begin();
        judged("Pod", "CREATE");
        judged("Pod", "CREATE");
        judged("Pod", "UPDATE");
        judged("Deployment", "CREATE");
        assertThat(count("Pod", "create")).isEqualTo(2);
        assertThat(count("Pod", "update")).isEqualTo(1);
        assertThat(count("Deployment", "create")).isEqualTo(1);
    }

    /** A histogram is some seventy series. */
    @Test
    void howLongTheyTookIsOneHistogramForAllOfThem() {
        metrics.begin();
        judged("Pod", "CREATE");
        judged("Deployment", "UPDATE");
        assertThat(registry.get("plimsoll.reviews").timers())
                .singleElement()
                .satisfies(timer -> assertThat(timer.count()).isEqualTo(2));
    }

    @Test
    void nothingIsCountedBeforeItBegins() {
        judged("Pod", "CREATE");
        assertThat(registry.find("plimsoll.reviews.judged").counters()).isEmpty();
    }
}
