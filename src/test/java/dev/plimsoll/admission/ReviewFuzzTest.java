package dev.plimsoll.admission;

import static dev.plimsoll.FuzzTarget.expect;

import dev.plimsoll.FuzzTarget;
import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.image.ImageInspector;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.Platform;
import dev.plimsoll.kubernetes.PolicyFiles;
import dev.plimsoll.kubernetes.PolicyStore;
import dev.plimsoll.kubernetes.WorkloadMapper;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.workload.Namespace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

public class ReviewFuzzTest {

    private record Settings(Duration deadlineMargin, Duration defaultTimeout, Set<String> excludedNamespaces)
            implements AdmissionSettings {}

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final AdmissionHandler HANDLER = handler();

    @Test
    void anyBytesAreAnsweredOrRefusedAsABadReview() {
        FuzzTarget.tryAll("review", ReviewFuzzTest::fuzzerTestOneInput);
    }

    /** Called by the fuzzer. All that a review passes on its way, but HTTP and the registries. */
    public static void fuzzerTestOneInput(byte[] input) {
        try {
            AdmissionRequest request = AdmissionRequest.from(ReviewJson.read(input));
            AdmissionResponse response = HANDLER.handle(request, Instant.now(), TIMEOUT)
                    .toCompletableFuture()
                    .join();
            expect(response.uid().equals(request.uid()), "answers this request");
            expect(
                    response.warnings().stream().allMatch(warning -> warning.matches("\\P{Cntrl}{1,256}")),
                    "the API server shows every warning");
            expect(ReviewJson.write(response).length > 0, "can be written");
        } catch (BadReviewException e) {
            expect(!String.valueOf(e.getMessage()).isEmpty(), "says why");
        }
    }

    private static AdmissionHandler handler() {
        ImageInspector nobodyIsAsked = (reference, platforms, credentials) -> CompletableFuture.failedFuture(
                new InspectionException(InspectionException.Reason.NOT_FOUND, "there is no registry here"));
        return new AdmissionHandler(
                new WorkloadMapper(Set.of(Platform.LINUX_AMD64)),
                Namespace::named,
                PolicyStore.of(PolicyFiles.builtIn()),
                new Evaluator(nobodyIsAsked, Mode.ENFORCE, Clock.systemUTC(), Runnable::run),
                new Settings(Duration.ofMillis(500), TIMEOUT, Set.of("kube-system")),
                new AdmissionMetrics(new SimpleMeterRegistry()),
                AdmissionEvents.NONE,
                Clock.systemUTC());
    }
}
