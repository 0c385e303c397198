package dev.plimsoll.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.bench.PodReviews;
import dev.plimsoll.evaluation.Evaluation;
import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.ImageInspector;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.Platform;
import dev.plimsoll.kubernetes.PolicyFiles;
import dev.plimsoll.kubernetes.WorkloadMapper;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.PolicySet;
import dev.plimsoll.workload.Namespace;
import dev.plimsoll.workload.Workload;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A review of a pod of two containers whose images are known, without HTTP: all of it, and its parts. */
@State(Scope.Thread)
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReviewBenchmark {

    private static final Set<Platform> PLATFORMS = Set.of(Platform.LINUX_AMD64);

    private final byte[] body = PodReviews.of(20, List.of("nginx:1.27", "registry.corp/team/app:3"));
    private final JsonNode review = ReviewJson.read(body);
    private final WorkloadMapper mapper = new WorkloadMapper(PLATFORMS);
    private final PolicySet policies = PolicyFiles.builtIn();
    private final Evaluator evaluator = new Evaluator(knowing(), Mode.ENFORCE, Clock.systemUTC(), Runnable::run);
    private final Workload workload = workload(AdmissionRequest.from(review));

    private static ImageInspector knowing() {
        Image image = ImageBuilder.anImage()
                .layers(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
                .build();
        Inspection inspection = new Inspection(image.digest(), List.of(image), PLATFORMS);
        return (reference, platforms, credentials) -> CompletableFuture.completedFuture(inspection);
    }

    /** What else is measured here, from the bytes that come to those that go. */
    @Benchmark
    public byte[] whole() {
        AdmissionRequest request = AdmissionRequest.from(ReviewJson.read(body));
        return ReviewJson.write(AdmissionResponses.of(request.uid(), evaluation(workload(request))));
    }

    @Benchmark
    public JsonNode json() {
        return ReviewJson.read(body);
    }

    @Benchmark
    public Workload mapping() {
        return workload(AdmissionRequest.from(review));
    }

    /** By the built-in policy: six checks. */
    @Benchmark
    public Evaluation evaluation() {
        return evaluation(workload);
    }

    private Evaluation evaluation(Workload workload) {
        return evaluator
                .evaluate(workload, policies, Instant.now().plusSeconds(5))
                .toCompletableFuture()
                .join();
    }

    private Workload workload(AdmissionRequest request) {
        return mapper.toWorkload(
                request.object().orElseThrow(), Optional.empty(), Namespace.named(request.namespace()));
    }
}
