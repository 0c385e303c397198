package dev.plimsoll.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.image.InspectionException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PacedInspectorTest {

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Set<Platform> PLATFORMS = Set.of(Platform.LINUX_AMD64);
    private static final Inspection ANSWER = new Inspection(Digest.of("answer"), List.of(), Set.of());

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();

    @Test
    void looksAtAFewAtATime() {
        try (PacedInspector inspector = new PacedInspector(this::slowly, 3, LONG, (done, asked) -> {})) {
            askForMany(inspector, 20);
        }
        assertThat(calls).hasValue(20);
        assertThat(mostUnderWay).hasValue(3);
    }

    @Test
    void looksAtEachOnlyOnce() {
        try (PacedInspector inspector = new PacedInspector(this::slowly, 3, LONG, (done, asked) -> {})) {
            IntStream.range(0, 5).forEach(i -> inspect(inspector, "app:1"));
            inspector
                    .inspect(ImageReference.parse("app:1"), Set.of(new Platform("linux", "arm64")))
                    .toCompletableFuture()
                    .join();
        }
        assertThat(calls).as("once for each set of platforms").hasValue(2);
    }

    @Test
    void waitsForNoneLongerThanTheTimeout() {
        ImageInspector never = (reference, platforms, credentials) -> new CompletableFuture<>();
        try (PacedInspector inspector = new PacedInspector(never, 1, Duration.ofMillis(20), (done, asked) -> {})) {
            assertThatThrownBy(() -> inspect(inspector, "app:1"))
                    .satisfies(failure -> assertReason(failure, Reason.TIMED_OUT));
            assertThatThrownBy(() -> inspect(inspector, "app:2"))
                    .satisfies(failure -> assertReason(failure, Reason.TIMED_OUT));
        }
    }

    @Test
    void passesOnWhyAnImageCouldNotBeInspected() {
        ImageInspector failing = (reference, platforms, credentials) ->
                CompletableFuture.failedFuture(new InspectionException(Reason.NOT_FOUND, "no such tag"));
        try (PacedInspector inspector = new PacedInspector(failing, 1, LONG, (done, asked) -> {})) {
            assertThatThrownBy(() -> inspect(inspector, "app:1"))
                    .satisfies(failure -> assertReason(failure, Reason.NOT_FOUND));
        }
    }

    @Test
    void tellsHowFarItIs() {
        ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
        try (PacedInspector inspector =
                new PacedInspector(this::slowly, 1, LONG, (done, asked) -> told.add(done + "/" + asked))) {
            inspect(inspector, "app:1");
            inspect(inspector, "app:2");
        }
        assertThat(told).containsExactly("1/1", "2/2");
    }

    private void askForMany(PacedInspector inspector, int images) {
        CompletableFuture.allOf(IntStream.range(0, images)
                        .mapToObj(i -> inspector.inspect(ImageReference.parse("app:" + i), PLATFORMS))
                        .map(stage -> stage.toCompletableFuture())
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    private static Inspection inspect(PacedInspector inspector, String image) {
        return inspector
                .inspect(ImageReference.parse(image), PLATFORMS)
                .toCompletableFuture()
                .join();
    }

    private CompletableFuture<Inspection> slowly(
            ImageReference reference, Set<Platform> platforms, Credentials credentials) {
        calls.incrementAndGet();
        mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        return new CompletableFuture<Inspection>()
                .completeOnTimeout(ANSWER, 20, TimeUnit.MILLISECONDS)
                .whenComplete((found, failure) -> underWay.decrementAndGet());
    }

    private static void assertReason(Throwable failure, Reason reason) {
        assertThat(failure).isInstanceOf(CompletionException.class);
        assertThat(failure.getCause())
                .isInstanceOfSatisfying(InspectionException.class, known -> assertThat(known.reason())
                        .isEqualTo(reason));
    }
}
