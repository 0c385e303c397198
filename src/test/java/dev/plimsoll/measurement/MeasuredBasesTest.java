package dev.plimsoll.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.plimsoll.base.Evidence;
import dev.plimsoll.base.MeasuredBase;
import dev.plimsoll.base.MeasuredBase.Measured;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import dev.plimsoll.image.Platform;
import dev.plimsoll.registry.FakeRegistry;
import dev.plimsoll.registry.NodeImages;
import dev.plimsoll.registry.RegistryInspector;
import dev.plimsoll.registry.TestImage;
import dev.plimsoll.registry.TestSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a registry on loopback that counts what it is asked. */
@Timeout(60)
class MeasuredBasesTest {

    private static final String MANIFESTS = "/v2/library/node/manifests/";

    private final FakeRegistry hub = FakeRegistry.start();
    private final FakeRegistry corp = FakeRegistry.start();
    private final RegistryInspector inspector = TestSettings.defaults()
            .endpoint("docker.io", hub)
            .endpoint("registry.corp", corp)
            .inspector();
    private final AtomicLong now = new AtomicLong();
    private MeasuredBases bases = bases(40, 12);

    @BeforeEach
    void fillTheRegistry() {
        NodeImages.putInto(hub);
        corp.put("app", "1", NodeImages.application("1")).put("app", "2", NodeImages.application("2"));
    }

    @AfterEach
    void tidyUp() {
        bases.close();
        inspector.close();
        hub.close();
        corp.close();
    }

    @Test
    void aBaseIsFoundByItsLayersAndItsVariantsAreMeasured() {
        MeasuredBase found = foundFor("1");

        assertThat(found.base().reference()).isEqualTo(ImageReference.parse("node:18.13.0"));
        assertThat(found.base().evidence()).isEqualTo(Evidence.LAYERS);
        assertThat(found.slimmer())
                .extracting(Measured::name, Measured::size)
                .containsExactly(
                        tuple("node:18.13.0-alpine", DataSize.ofMebibytes(50)),
                        tuple("node:18.13.0-slim", DataSize.ofMebibytes(72)));
    }

    @Test
    void aBaseCostsAFewRequestsOnceAndNoneTheSecondTime() {
        foundFor("1");
        assertThat(hub.requests(MANIFESTS)).isEqualTo(3);
        hub.forgetRequests();

        foundFor("2");
        foundFor("1");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void behindIndexesItCostsNoMoreThanFour() {
        NodeImages.putIndexesInto(hub);

        assertThat(foundFor("1").slimmer()).extracting(Measured::name).containsExactly("node:18.13.0-alpine");
        assertThat(hub.requests(MANIFESTS)).isEqualTo(4);
    }

    @Test
    void nobodyWaitsForIt() {
        hub.answer("/v2/library/node", exchange -> sleep(2_000));
        Image image = image("1");
        long before = System.nanoTime();

        assertThat(bases.of(image)).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(1_000));
    }

    @Test
    void whatWasFoundIsLookedForAgainAfterADay() {
        foundFor("1");
        hub.forgetRequests();
        now.addAndGet(Duration.ofHours(25).toNanos());

        assertThat(bases.of(image("1"))).isEmpty();
        foundFor("1");
    }

    /** The inspector is not the application's, which leaves such a registry alone by itself for a while. */
    @Test
    void aRegistryThatAsksForFewerRequestsIsNotAskedForAnHour() {
        List<Image> images = IntStream.range(0, 3).mapToObj(this::ofVersion).toList();
        List<String> asked = new CopyOnWriteArrayList<>();
        bases.close();
        bases = MeasuredBases.of(
                settings(40, 12),
                (reference, platforms, credentials) -> {
                    asked.add(reference.toString());
                    return CompletableFuture.failedFuture(
                            new InspectionException(Reason.RATE_LIMITED, "fewer requests, please"));
                },
                now::get);
        bases.of(images.get(0));
        await().until(() -> !asked.isEmpty());
        images.forEach(bases::of);
        now.addAndGet(Duration.ofMinutes(59).toNanos());
        images.forEach(bases::of);
        assertThat(settled(asked)).hasSize(1);

        now.addAndGet(Duration.ofMinutes(2).toNanos());
        images.forEach(bases::of);
        assertThat(settled(asked)).hasSize(2);
    }

    private static List<String> settled(List<String> asked) {
        await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        return asked;
    }

    /** Each of another base, so that nothing that is remembered spares a request. */
    @Test
    void noMoreIsAskedForThanTheBudgetOfAnHour() {
        int perHour = 6;
        bases.close();
        bases = bases(40, perHour);
        hub.answer(MANIFESTS, 404);
        List<Image> images = IntStream.range(0, 10).mapToObj(this::ofVersion).toList();
        images.forEach(image -> {
            bases.of(image);
            settled();
        });
        assertThat(hub.requests(MANIFESTS)).isBetween(perHour - 1L, (long) perHour);

        now.addAndGet(Duration.ofMinutes(61).toNanos());
        images.forEach(image -> {
            bases.of(image);
            settled();
        });
        assertThat(hub.requests(MANIFESTS)).isBetween(2 * (perHour - 1L), 2L * perHour);
    }

    private Image ofVersion(int minor) {
        String tag = "v" + minor;
        corp.put(
                "app",
                tag,
                TestImage.anImage()
                        .layer(1 << 20, "/bin/sh -c #(nop) ADD file:1 in / ")
                        .step("/bin/sh -c #(nop)  ENV NODE_VERSION=18.%d.0".formatted(minor))
                        .layer(1 << 20, "/bin/sh -c curl node " + minor)
                        .step("/bin/sh -c #(nop)  CMD [\"node\"]")
                        .layer(1 << 20, "COPY . /app # buildkit"));
        return image(tag);
    }

    @Test
    void anImageWithoutAKnownBaseCostsNothing() {
        corp.put("tool", "1", TestImage.anImage().layer(1 << 20, "COPY tool /"));
        bases.of(inspected("registry.corp/tool:1"));

        assertThat(settled()).isZero();
    }

    @Test
    void aSettingOutOfItsRangeIsNamed() {
        assertThatThrownBy(() -> bases(40, 3))
                .hasMessage("plimsoll.bases.requests-per-hour-per-registry: 3 is not from 4 to 10000");
    }

    /** How many manifests were asked for once nothing more is. */
    private long settled() {
        await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        return hub.requests(MANIFESTS);
    }

    private MeasuredBase foundFor(String tag) {
        return await().until(() -> bases.of(image(tag)), Optional::isPresent).orElseThrow();
    }

    private Image image(String tag) {
        return inspected("registry.corp/app:" + tag);
    }

    private Image inspected(String reference) {
        return inspector
                .inspect(ImageReference.parse(reference), Set.of(Platform.LINUX_AMD64))
                .toCompletableFuture()
                .join()
                .images()
                .get(0);
    }

    private MeasuredBases bases(int perHour, int perRegistry) {
        return MeasuredBases.of(settings(perHour, perRegistry), inspector, now::get);
    }

    private static BaseSettings settings(int perHour, int perRegistry) {
        return new BaseSettings() {
            @Override
            public boolean measure() {
                return true;
            }

            @Override
            public int requestsPerHour() {
                return perHour;
            }

            @Override
            public int requestsPerHourPerRegistry() {
                return perRegistry;
            }
        };
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
