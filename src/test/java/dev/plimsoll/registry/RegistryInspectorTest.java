package dev.plimsoll.registry;

import static dev.plimsoll.registry.Inspecting.digest;
import static dev.plimsoll.registry.Inspecting.failure;
import static dev.plimsoll.registry.Inspecting.inspect;
import static dev.plimsoll.registry.Inspecting.onlyImage;
import static dev.plimsoll.registry.Inspecting.tag;
import static dev.plimsoll.registry.TestImage.anImage;
import static dev.plimsoll.registry.TestImage.index;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.InspectionException.Reason;
import dev.plimsoll.image.Layer;
import dev.plimsoll.image.Platform;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryInspectorTest {

    private final FakeRegistry registry = FakeRegistry.start();
    private final RegistryInspector inspector = TestSettings.with(registry).inspector();

    @AfterEach
    void stop() {
        inspector.close();
        registry.close();
    }

    @ParameterizedTest(name = "docker: {0}")
    @ValueSource(booleans = {false, true})
    void an_image_is_seen_as_its_manifest_and_config_describe_it(boolean docker) {
        TestImage image = docker ? anImage().docker() : anImage();
        image.platform("linux/arm64")
                .user("1000:1000")
                .env("A=1", "B=2")
                .label("team", "shop")
                .annotation("note", "x")
                .layer(2_000_000, "RUN a")
                .step("CMD b");
        registry.put("team/app", "1", image);

        Inspection inspection = inspect(inspector, tag(registry.name(), "team/app", "1"), "linux/arm64");

        assertThat(inspection.digest()).isEqualTo(image.digest());
        assertThat(inspection.offered()).containsExactly(Platform.parse("linux/arm64"));
        Image seen = inspection.images().get(0);
        assertThat(seen.digest()).isEqualTo(image.digest());
        assertThat(seen.platform()).contains(Platform.parse("linux/arm64"));
        assertThat(seen.compressedSize()).isEqualTo(new DataSize(2_000_000));
        assertThat(seen.annotations()).containsEntry("note", "x");
        assertThat(seen.config().user()).isEqualTo("1000:1000");
        assertThat(seen.config().environment()).containsExactly("A=1", "B=2");
        assertThat(seen.config().labels()).containsEntry("team", "shop");
        assertThat(seen.config().history()).hasSize(2);
        assertThat(seen.config().history().get(0).createdBy()).isEqualTo("RUN a");
        assertThat(seen.config().history().get(0).created()).contains(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(seen.config().history().get(1).emptyLayer()).isTrue();
    }

    @Test
    void an_image_without_tag_is_the_latest() {
        TestImage image = anImage();
        registry.put("app", "latest", image);
        ImageReference bare = new ImageReference(registry.name(), "app", Optional.empty(), Optional.empty());
        assertThat(onlyImage(inspector, bare).digest()).isEqualTo(image.digest());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"manifests/app", "blobs/manifests", "v2/token", "a/b/c/d"})
    void a_repository_may_be_called_what_it_likes(String repository) {
        registry.put(repository, "blobs", anImage().user("1"));
        assertThat(onlyImage(inspector, tag(registry.name(), repository, "blobs"))
                        .config()
                        .user())
                .isEqualTo("1");
    }

    @Test
    void a_digest_decides_over_a_tag() {
        TestImage pinned = anImage().user("1");
        registry.put("app", pinned).put("app", "1", anImage().user("2"));
        ImageReference both =
                new ImageReference(registry.name(), "app", Optional.of("1"), Optional.of(pinned.digest()));
        assertThat(onlyImage(inspector, both).config().user()).isEqualTo("1");
        assertThat(registry.requests("/manifests/1")).isZero();
    }

    @Test
    void layers_of_any_kind_are_counted() {
        registry.put(
                "app",
                "1",
                anImage()
                        .layer(10, "application/vnd.oci.image.layer.v1.tar+zstd", "a")
                        .layer(20, "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip", "b")
                        .layer(30, "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip", "c"));
        Image seen = onlyImage(inspector, tag(registry.name(), "app", "1"));
        assertThat(seen.layers())
                .extracting(Layer::size)
                .extracting(DataSize::bytes)
                .containsExactly(10L, 20L, 30L);
    }

    @Test
    void an_architecture_that_is_missing_is_unknown_and_not_amd64() {
        registry.put("app", "1", anImage().withoutPlatform());
        Inspection inspection = inspect(inspector, tag(registry.name(), "app", "1"));
        assertThat(inspection.images().get(0).platform()).isEmpty();
        assertThat(inspection.offered()).isEmpty();
    }

    @Test
    void an_oci_manifest_without_media_type_is_known_by_its_fields() {
        TestImage image = anImage().manifestField("mediaType", null);
        registry.put("app", "1", image);
        assertThat(onlyImage(inspector, tag(registry.name(), "app", "1")).digest())
                .isEqualTo(image.digest());
    }

    @Test
    void of_an_index_the_wanted_platforms_are_looked_at_and_all_are_named() {
        TestImage amd64 = anImage().user("1");
        TestImage arm64 = anImage().platform("linux/arm64").user("2");
        TestImage s390x = anImage().platform("linux/s390x").user("3");
        Map<String, Object> attestation = anImage().user("4").entryWithoutPlatform();
        attestation.put("platform", Map.of("os", "unknown", "architecture", "unknown"));
        byte[] index = index(amd64.entry(), arm64.entry(), s390x.entry(), attestation);
        registry.put("app", amd64).put("app", arm64).put("app", s390x).putIndex("app", "1", index);

        Inspection inspection =
                inspect(inspector, tag(registry.name(), "app", "1"), "linux/amd64", "linux/arm64/v8", "linux/riscv64");

        assertThat(inspection.digest()).isEqualTo(Digest.of(index));
        assertThat(inspection.images())
                .extracting(image -> image.config().user())
                .containsExactlyInAnyOrder("1", "2");
        assertThat(inspection.offered())
                .containsExactlyInAnyOrder(
                        Platform.LINUX_AMD64, Platform.parse("linux/arm64"), Platform.parse("linux/s390x"));
        assertThat(registry.requests(s390x.digest().hex())).isZero();
    }

    @Test
    void of_an_index_without_the_platform_nothing_is_fetched() {
        TestImage arm64 = anImage().platform("linux/arm64");
        registry.putIndex("app", "1", index(arm64.entry()));
        Inspection inspection = inspect(inspector, tag(registry.name(), "app", "1"));
        assertThat(inspection.images()).isEmpty();
        assertThat(inspection.offered()).containsExactly(Platform.parse("linux/arm64"));
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void an_entry_that_does_not_say_its_platform_is_known_by_its_config() {
        TestImage amd64 = anImage().user("1");
        TestImage arm64 = anImage().platform("linux/arm64").user("2");
        TestImage artifact = anImage().user("3").manifestField("config", null);
        registry.put("app", amd64)
                .put("app", arm64)
                .put("app", artifact)
                .putIndex(
                        "app",
                        "1",
                        index(
                                artifact.entryWithoutPlatform(),
                                arm64.entryWithoutPlatform(),
                                amd64.entryWithoutPlatform()));
        Inspection inspection = inspect(inspector, tag(registry.name(), "app", "1"));
        assertThat(inspection.images())
                .extracting(image -> image.config().user())
                .containsExactly("1");
        assertThat(inspection.offered()).contains(Platform.LINUX_AMD64);
    }

    @Test
    void an_index_may_hold_an_index_but_no_deeper() {
        TestImage image = anImage();
        byte[] inner = index(image.entry());
        byte[] outer = index(indexEntry(inner));
        byte[] deepest = index(indexEntry(outer));
        registry.put("app", image)
                .putIndex("app", "inner", inner)
                .putIndex("app", "outer", outer)
                .putIndex("app", "deepest", deepest);
        assertThat(onlyImage(inspector, tag(registry.name(), "app", "outer")).digest())
                .isEqualTo(image.digest());
        assertThat(failure(inspector, tag(registry.name(), "app", "deepest")))
                .hasMessageContaining("nested over 2 deep")
                .extracting("reason")
                .isEqualTo(Reason.UNSUPPORTED);
    }

    private static Map<String, Object> indexEntry(byte[] index) {
        Map<String, Object> entry = TestImage.descriptor(TestImage.INDEX_TYPE, Digest.of(index), index.length);
        entry.put("platform", Map.of("os", "linux", "architecture", "amd64"));
        return entry;
    }

    @Test
    void two_nodes_that_take_the_same_image_get_it_once() {
        TestImage v6 = anImage().platform("linux/arm/v6");
        registry.put("app", v6).putIndex("app", "1", index(v6.entry()));
        assertThat(inspect(inspector, tag(registry.name(), "app", "1"), "linux/arm/v6", "linux/arm/v7")
                        .images())
                .hasSize(1);
    }

    @Test
    void what_is_known_is_answered_at_once_and_without_any_request() {
        registry.put("app", "1", anImage());
        inspect(inspector, tag(registry.name(), "app", "1"));
        registry.forgetRequests();

        CompletionStage<Inspection> again =
                inspector.inspect(tag(registry.name(), "app", "1"), Set.of(Platform.LINUX_AMD64));

        assertThat(again.toCompletableFuture()).isCompleted();
        assertThat(registry.requests()).isEmpty();
    }

    @Test
    void a_tag_and_its_digest_are_one_manifest() {
        TestImage image = anImage();
        registry.put("app", "1", image);
        inspect(inspector, tag(registry.name(), "app", "1"));
        registry.forgetRequests();
        inspect(inspector, digest(registry.name(), "app", image.digest()));
        assertThat(registry.requests()).isEmpty();
    }

    @Test
    void images_of_one_config_fetch_it_once() {
        registry.put("app", "1", anImage().annotation("a", "1"))
                .put("app", "2", anImage().annotation("a", "2"));
        inspect(inspector, tag(registry.name(), "app", "1"));
        inspect(inspector, tag(registry.name(), "app", "2"));
        assertThat(registry.requests("/blobs/")).isEqualTo(1);
    }

    @Test
    void what_one_repository_has_another_has_to_have_itself() {
        registry.put("app", "1", anImage()).put("other", "1", "", anImage().manifestJson());
        inspect(inspector, tag(registry.name(), "app", "1"));
        assertThat(failure(inspector, tag(registry.name(), "other", "1")).reason())
                .isEqualTo(Reason.NOT_FOUND);
    }

    /** Noise cannot be packed. */
    @Test
    void what_takes_more_than_the_cache_has_is_fetched_again() {
        byte[] noise = new byte[1 << 20];
        new Random(1).nextBytes(noise);
        try (RegistryInspector tiny =
                TestSettings.with(registry).set("cache.max-size", "1Mi").inspector()) {
            registry.put("app", "1", anImage().label("noise", HexFormat.of().formatHex(noise)));
            for (int time = 1; time <= 2; time++) {
                assertThat(onlyImage(tiny, tag(registry.name(), "app", "1"))
                                .config()
                                .user())
                        .isEmpty();
            }
            assertThat(registry.requests("/blobs/")).isEqualTo(2);
        }
    }

    @Test
    void ten_that_ask_at_once_cause_one_manifest_request_and_one_config_request() throws Exception {
        registry.put("app", "1", anImage());
        CountDownLatch allHaveAsked = new CountDownLatch(1);
        byte[] manifest = anImage().manifestJson();
        registry.answer("/v2/app/manifests/1", exchange -> {
            await(allHaveAsked);
            FakeRegistry.respond(exchange, 200, manifest);
        });
        List<CompletableFuture<Inspection>> asked = IntStream.range(0, 10)
                .mapToObj(i -> inspector
                        .inspect(tag(registry.name(), "app", "1"), Set.of(Platform.LINUX_AMD64))
                        .toCompletableFuture())
                .toList();
        allHaveAsked.countDown();
        for (CompletableFuture<Inspection> one : asked) {
            assertThat(one.get(10, TimeUnit.SECONDS).images()).hasSize(1);
        }
        assertThat(registry.requests("/manifests/")).isEqualTo(1);
        assertThat(registry.requests("/blobs/")).isEqualTo(1);
    }

    @Test
    void one_who_stops_waiting_stops_nobody_else() throws Exception {
        registry.put("app", "1", anImage());
        CountDownLatch cancelled = new CountDownLatch(1);
        byte[] manifest = anImage().manifestJson();
        registry.answer("/v2/app/manifests/1", exchange -> {
            await(cancelled);
            FakeRegistry.respond(exchange, 200, manifest);
        });
        ImageReference reference = tag(registry.name(), "app", "1");
        CompletableFuture<Inspection> first =
                inspector.inspect(reference, Set.of(Platform.LINUX_AMD64)).toCompletableFuture();
        CompletableFuture<Inspection> second =
                inspector.inspect(reference, Set.of(Platform.LINUX_AMD64)).toCompletableFuture();
        first.cancel(true);
        cancelled.countDown();
        assertThat(second.get(10, TimeUnit.SECONDS).images()).hasSize(1);
        assertThat(registry.requests("/manifests/")).isEqualTo(1);
    }

    @Test
    void what_comes_on_top_of_a_full_queue_is_refused_at_once() {
        CountDownLatch busy = new CountDownLatch(1);
        registry.answer("/v2/", exchange -> await(busy));
        try (RegistryInspector narrow = TestSettings.with(registry)
                .set("max-concurrent-lookups", "1")
                .set("queue", "1")
                .inspector()) {
            Set<Platform> any = Set.of(Platform.LINUX_AMD64);
            narrow.inspect(tag(registry.name(), "app", "1"), any);
            narrow.inspect(tag(registry.name(), "app", "2"), any);
            assertThat(failure(narrow, tag(registry.name(), "app", "3")).reason())
                    .isEqualTo(Reason.OVERLOADED);
        } finally {
            busy.countDown();
        }
    }

    @Test
    void an_inspector_that_is_closed_says_no() {
        inspector.close();
        assertThat(failure(inspector, tag(registry.name(), "app", "1")).reason())
                .isEqualTo(Reason.OVERLOADED);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "registry.test, '', /v2/app/manifests/1",
        "docker.io, '', /v2/app/manifests/1",
        "registry.test, /, /v2/app/manifests/1",
        "registry.test, /api/docker/hub, /api/docker/hub/v2/app/manifests/1",
        "registry.test, /v2, /v2/app/manifests/1",
        "registry.test, /v2/hub, /v2/hub/app/manifests/1",
        "registry.test, /x/v2/hub/y, /x/v2/hub/y/app/manifests/1"
    })
    void a_registry_is_asked_where_its_endpoint_is(String name, String path, String asked) {
        try (RegistryInspector mirrored = TestSettings.defaults()
                .set("hosts.\"%s\".endpoint".formatted(name), registry.address() + path)
                .inspector()) {
            failure(mirrored, tag(name, "app", "1"));
            assertThat(registry.requests())
                    .extracting(FakeRegistry.Request::path)
                    .containsExactly(asked);
        }
    }

    @Test
    void a_request_says_what_it_wants_and_nothing_of_jib() {
        registry.put("app", "1", anImage());
        inspect(inspector, tag(registry.name(), "app", "1"));
        FakeRegistry.Request asked = registry.requests().get(0);
        assertThat(asked.header("User-Agent")).contains("plimsoll");
        assertThat(asked.header("Accept-Encoding")).contains("identity");
        assertThat(asked.header("Authorization")).isEmpty();
        assertThat(asked.header("Accept").orElseThrow())
                .contains("application/vnd.oci.image.index.v1+json")
                .contains("application/vnd.docker.distribution.manifest.v2+json");
        assertThat(new HashMap<>(asked.headers()).keySet())
                .containsExactlyInAnyOrder("Accept", "Accept-encoding", "Connection", "Host", "User-agent");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
