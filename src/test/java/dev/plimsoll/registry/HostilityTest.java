package dev.plimsoll.registry;

import static dev.plimsoll.registry.Inspecting.failure;
import static dev.plimsoll.registry.Inspecting.tag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import dev.plimsoll.image.Platform;
import dev.plimsoll.registry.HostileRegistry.Behaviour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a registry does: there is an answer in time, it says whose turn it is, and nothing is left behind. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostilityTest {

    /** For what takes all the time there is. What ends quickly has more than it needs, however busy this machine is. */
    private static final Duration TIMEOUT = Duration.ofMillis(700);

    private static final Duration PLENTY = Duration.ofSeconds(10);
    private static final Duration LEEWAY = Duration.ofMillis(200);

    /** How often what ends quickly is met, and what takes all the time there is. */
    private static final int TIMES = 50;

    private static final int SLOW_TIMES = 8;
    private static final int AT_ONCE = 52;

    /** Registries that have not answered yet have half of them. */
    private static final int PLACES = 2 * AT_ONCE;

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** Has nothing else to do: as late as it is, anything is on a machine that is busy with other work. */
    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor();

    @TempDir
    static Path folder;

    private static HostileRegistry registry;
    private static HostileRounds once;
    private static HostileRounds often;
    /** An application that other tests have started lives on in this process. */
    private static long threadsOfOthers;

    private static RegistryInspector hasty;
    private static RegistryInspector patient;

    @BeforeAll
    static void start() throws IOException {
        threadsOfOthers = registryThreads();
        registry = HostileRegistry.start();
        once = new HostileRounds(registry, 1, 1);
        often = new HostileRounds(registry, TIMES, AT_ONCE);
        hasty = inspector(TIMEOUT, HostilityTest::slowNames);
        patient = inspector(PLENTY, often::names);
        loadClasses();
    }

    private static RegistryInspector inspector(Duration timeout, Function<Behaviour, Stream<String>> names)
            throws IOException {
        TestSettings settings = TestSettings.defaults()
                .set("lookup-timeout", timeout.toMillis() + "ms")
                .set("max-concurrent-lookups", String.valueOf(PLACES))
                .set("connect-timeout", timeout.dividedBy(2).toMillis() + "ms");
        registry.settings(registry.trusted(folder), names).forEach(settings::set);
        return settings.inspector();
    }

    /** So many that none is met so often that it is left alone. */
    private static Stream<String> slowNames(Behaviour behaviour) {
        return IntStream.rangeClosed(0, SLOW_TIMES).mapToObj(number -> "h%d.%s.test".formatted(number, behaviour));
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
        hasty.close();
        patient.close();
        registry.close();
        TIMER.shutdownNow();
    }

    static Stream<Behaviour> behaviours() {
        return registry.behaviours().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("behaviours")
    @Order(1)
    void there_is_an_answer_in_time_that_says_what_it_was(Behaviour behaviour) throws Exception {
        if (behaviour.isSlow()) {
            String name = slowNames(behaviour).findFirst().orElseThrow();
            assertAnswered(hasty, name + "/" + HostileRegistry.image(behaviour, 0), behaviour, TIMEOUT);
        } else {
            once.of(
                    behaviour,
                    0,
                    images -> assertAnswered(patient, images.get(0), behaviour, PLENTY),
                    HostilityTest::assertNotFound);
        }
    }

    private static void assertAnswered(RegistryInspector inspector, String image, Behaviour behaviour, Duration timeout)
            throws Exception {
        long start = System.nanoTime();
        Future<Duration> bare = TIMER.schedule(
                () -> Duration.ofNanos(System.nanoTime() - start), timeout.toMillis(), TimeUnit.MILLISECONDS);
        InspectionException failure = failure(inspector, ImageReference.parse(image));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(failure.reason()).as(failure.getMessage()).isIn(behaviour.reasons());
        assertThat(failure.getMessage())
                .doesNotContain(HostileRegistry.PASSWORD)
                .hasSizeLessThan(250);
        if (took.compareTo(timeout) > 0) {
            assertThat(took).isLessThan(bare.get().plus(LEEWAY));
        }
        bare.cancel(false);
    }

    @Test
    @Order(2)
    void nothing_is_left_behind() throws Exception {
        waitUntilAllHungUp();
        long descriptorsBefore = descriptors();

        for (Behaviour behaviour : registry.behaviours()) {
            if (behaviour.isSlow()) {
                List<String> images = slowNames(behaviour)
                        .skip(1)
                        .map(name -> name + "/" + HostileRegistry.image(behaviour, 1))
                        .toList();
                failAtOnce(hasty, images, behaviour.reasons(), TIMEOUT);
            } else {
                often.of(
                        behaviour,
                        1,
                        images -> failAtOnce(patient, images, behaviour.reasons(), PLENTY),
                        HostilityTest::assertNotFound);
            }
        }

        waitUntilAllHungUp();
        assertThat(registry.met()).isGreaterThan(TIMES * registry.behaviours().size() / 2);
        // Those of an inspector that has been closed take a moment to end.
        await().atMost(10, TimeUnit.SECONDS).untilAsserted(() -> assertThat(registryThreads())
                .isLessThanOrEqualTo(threadsOfOthers + 2 * (PLACES + 1)));
        assertThat(descriptors()).isLessThanOrEqualTo(descriptorsBefore + 2);
        assertThat(registry.hasLedAnybodyElsewhere()).isFalse();
        assertThat(registry.credentials()).isGreaterThan(TIMES);
        assertThat(registry.strayedCredentials()).isEmpty();
    }

    private static void assertNotFound(List<String> images) {
        failAtOnce(patient, images, Set.of(Reason.NOT_FOUND), PLENTY);
    }

    private static void failAtOnce(
            RegistryInspector inspector, List<String> images, Set<Reason> reasons, Duration timeout) {
        List<CompletableFuture<Inspection>> lookups = images.stream()
                .map(image -> inspector
                        .inspect(ImageReference.parse(image), Set.of(Platform.LINUX_AMD64))
                        .toCompletableFuture())
                .toList();
        for (CompletableFuture<Inspection> lookup : lookups) {
            assertThat(lookup)
                    .failsWithin(timeout.plus(LEEWAY).plus(LEEWAY))
                    .withThrowableThat()
                    .havingCause()
                    .asInstanceOf(type(InspectionException.class))
                    .satisfies(failure -> assertThat(failure.reason())
                            .as(failure.getMessage())
                            .isIn(reasons));
        }
    }

    private static void waitUntilAllHungUp() throws InterruptedException {
        for (int i = 0; i < 100 && registry.open() > 0; i++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(registry.open()).as("connections that are held open").isZero();
    }

    private static long registryThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("registry-"))
                .count();
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
