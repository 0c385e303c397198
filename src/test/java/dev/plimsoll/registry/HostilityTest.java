package dev.plimsoll.registry;

import static dev.plimsoll.registry.Inspecting.failure;
import static dev.plimsoll.registry.Inspecting.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.registry.HostileRegistry.Behaviour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a registry does: there is an answer in time, it says whose turn it is, and nothing is left behind. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostilityTest {

    private static final Duration TIMEOUT = Duration.ofMillis(700);
    private static final Duration LEEWAY = Duration.ofMillis(200);

    /** How often each is met in the measured round; one more time before it. */
    private static final int TIMES = 8;

    private static final int AT_ONCE = 64;

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private static HostileRegistry registry;
    private static RegistryInspector inspector;

    @BeforeAll
    static void start() {
        registry = HostileRegistry.start();
        TestSettings settings = TestSettings.defaults()
                .set("lookup-timeout", TIMEOUT.toMillis() + "ms")
                .set("max-concurrent-lookups", String.valueOf(AT_ONCE))
                .set("connect-timeout", "300ms");
        for (Behaviour behaviour : registry.behaviours()) {
            for (int time = 0; time <= TIMES; time++) {
                String host = "hosts.\"%s\".".formatted(name(behaviour, time));
                settings.set(host + "endpoint", registry.endpoint(behaviour))
                        .set(host + "username", "alice")
                        .set(host + "password", "s3cret");
            }
        }
        inspector = settings.inspector();
        loadClasses();
    }

    /** The first look-up ever pays for loading Jib, which is not what is measured. */
    private static void loadClasses() {
        try (FakeRegistry good = FakeRegistry.start();
                RegistryInspector other = TestSettings.with(good).inspector()) {
            good.put("app", "1", TestImage.anImage());
            good.put("none", "1", "text/html", new byte[] {'<'});
            Inspecting.inspect(other, tag(good.name(), "app", "1"));
            failure(other, tag(good.name(), "none", "1"));
        }
    }

    @AfterAll
    static void stop() {
        inspector.close();
        registry.close();
    }

    /** A registry of its own each time, so that what is remembered of one has no part in another's. */
    private static String name(Behaviour behaviour, int time) {
        return "r%d.%s.test".formatted(time, behaviour.name());
    }

    static Stream<Behaviour> behaviours() {
        return registry.behaviours().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("behaviours")
    @Order(1)
    void there_is_an_answer_in_time_that_says_what_it_was(Behaviour behaviour) {
        long start = System.nanoTime();
        InspectionException failure = failure(inspector, tag(name(behaviour, 0), behaviour.name(), "1"));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(failure.reason()).as(failure.getMessage()).isIn(behaviour.reasons());
        assertThat(failure.getMessage()).doesNotContain("s3cret").hasSizeLessThan(250);
        assertThat(took).isLessThan(TIMEOUT.plus(LEEWAY));
    }

    @Test
    @Order(2)
    void nothing_is_left_behind() throws Exception {
        waitUntilAllHungUp();
        long descriptorsBefore = descriptors();

        List<ImageReference> all = behaviours()
                .flatMap(behaviour -> IntStream.rangeClosed(1, TIMES)
                        .mapToObj(time -> tag(name(behaviour, time), behaviour.name(), "1")))
                .toList();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            meetAtOnce(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
        }

        waitUntilAllHungUp();
        assertThat(registryThreads().size()).isLessThanOrEqualTo(AT_ONCE + 1);
        assertThat(descriptors()).isLessThanOrEqualTo(descriptorsBefore + 2);
        assertThat(registry.hasLedAnybodyElsewhere()).isFalse();
    }

    private static void meetAtOnce(List<ImageReference> references) {
        List<CompletableFuture<?>> lookups = references.stream()
                .<CompletableFuture<?>>map(
                        reference -> inspector.inspect(reference, Set.of()).toCompletableFuture())
                .toList();
        for (CompletableFuture<?> lookup : lookups) {
            assertThat(lookup)
                    .failsWithin(TIMEOUT.plus(LEEWAY).plus(LEEWAY))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(InspectionException.class);
        }
    }

    private static void waitUntilAllHungUp() throws InterruptedException {
        for (int i = 0; i < 100 && registry.open() > 0; i++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(registry.open()).as("connections that are held open").isZero();
    }

    private static Set<String> registryThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("registry-"))
                .collect(Collectors.toSet());
    }

    private static long descriptors() throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(DESCRIPTORS)) {
            return all.count();
        }
    }
}
