package dev.plimsoll.registry;

import static dev.plimsoll.registry.Inspecting.digest;
import static dev.plimsoll.registry.Inspecting.failure;
import static dev.plimsoll.registry.Inspecting.inspect;
import static dev.plimsoll.registry.Inspecting.onlyImage;
import static dev.plimsoll.registry.Inspecting.tag;
import static dev.plimsoll.registry.TestImage.anImage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plimsoll.image.Digest;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import dev.plimsoll.image.Platform;
import dev.plimsoll.registry.RegistryEvents.Outcome;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What registries that fail, stall or want to be left alone do to those who ask: little, and none to others. */
class ResilienceTest {

    private static final Duration TTL = Duration.ofMinutes(5);
    private static final Set<Platform> ANY = Set.of(Platform.LINUX_AMD64);

    private final ManualTime time = new ManualTime();
    private final EventLog events = new EventLog();
    private final FakeRegistry registry = FakeRegistry.start();
    private final ImageReference app = tag(registry.name(), "app", "1");
    private RegistryInspector inspector = inspector(settings -> {});

    private RegistryInspector inspector(Consumer<TestSettings> change) {
        TestSettings settings = TestSettings.with(registry);
        change.accept(settings);
        return settings.inspector(time, events);
    }

    /** Waits for the registry's word whenever the TTL is over. */
    private void waitForTags() {
        inspector.close();
        inspector = inspector(settings -> settings.set("cache.tag-max-stale", "0s"));
    }

    @AfterEach
    void stop() {
        inspector.close();
        registry.close();
    }

    private String user(ImageReference reference) {
        return onlyImage(inspector, reference).config().user();
    }

    @ParameterizedTest(name = "bearer: {0}")
    @ValueSource(booleans = {false, true})
    void a_tag_that_is_known_is_confirmed_by_head_alone(boolean bearer) {
        waitForTags();
        registry.put("app", "1", anImage().user("1"));
        if (bearer) {
            registry.bearerAuth();
        }
        inspect(inspector, app);
        registry.forgetRequests();
        time.pass(TTL);

        assertThat(user(app)).isEqualTo("1");

        assertThat(registry.methods()).containsExactly("HEAD");
        assertThat(user(app)).isEqualTo("1");
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void a_tag_is_confirmed_with_a_new_token_if_the_old_one_is_good_no_more() {
        waitForTags();
        registry.put("app", "1", anImage()).bearerAuth();
        inspect(inspector, app);
        registry.forgetRequests();
        registry.expireTokens();
        time.pass(TTL);
        inspect(inspector, app);
        assertThat(registry.methods()).containsExactly("HEAD", "GET", "HEAD");
    }

    @Test
    void a_tag_that_has_moved_is_fetched() {
        waitForTags();
        registry.put("app", "1", anImage().user("1"));
        inspect(inspector, app);
        registry.put("app", "1", anImage().user("2"));
        registry.forgetRequests();
        time.pass(TTL);
        assertThat(user(app)).isEqualTo("2");
        assertThat(registry.methods()).containsExactly("HEAD", "GET", "GET");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {204, 400, 401, 403, 404, 405, 501})
    void a_registry_that_does_not_know_head_is_asked_by_get(int status) {
        waitForTags();
        TestImage image = anImage().user("1");
        registry.put("app", "1", image);
        inspect(inspector, app);
        registry.forgetRequests();
        registry.answer("/v2/app/manifests/1", exchange -> {
            boolean head = exchange.getRequestMethod().equals("HEAD");
            FakeRegistry.respond(exchange, head ? status : 200, head ? new byte[0] : image.manifestJson());
        });
        time.pass(TTL);
        assertThat(user(app)).isEqualTo("1");
        assertThat(registry.methods()).endsWith("HEAD", "GET");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"", "sha256:1234", "latest"})
    void a_registry_that_says_no_digest_is_asked_by_get(String stated) {
        waitForTags();
        TestImage image = anImage().user("1");
        registry.put("app", "1", image);
        inspect(inspector, app);
        registry.forgetRequests();
        registry.answer("/v2/app/manifests/1", exchange -> {
            if (!stated.isEmpty()) {
                exchange.getResponseHeaders().set("Docker-Content-Digest", stated);
            }
            FakeRegistry.respond(exchange, 200, image.manifestJson());
        });
        time.pass(TTL);
        assertThat(user(app)).isEqualTo("1");
        assertThat(registry.methods()).containsExactly("HEAD", "GET");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"429, RATE_LIMITED", "500, UNAVAILABLE", "503, UNAVAILABLE", "504, TIMED_OUT"})
    void a_registry_in_trouble_is_not_asked_twice(int status, Reason reason) {
        waitForTags();
        registry.put("app", "1", anImage());
        inspect(inspector, app);
        registry.forgetRequests();
        registry.answer("/v2/app/manifests/1", status);
        time.pass(TTL);
        assertThat(failure(inspector, app).reason()).isEqualTo(reason);
        assertThat(registry.methods()).containsExactly("HEAD");
    }

    @Test
    void a_tag_that_is_gone_is_gone_though_it_was_known() {
        waitForTags();
        registry.put("app", "1", anImage());
        inspect(inspector, app);
        registry.answer("/v2/app/manifests/1", 404);
        time.pass(TTL);
        assertThat(failure(inspector, app).reason()).isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void what_is_known_from_a_while_ago_is_answered_at_once_and_refreshed() {
        registry.put("app", "1", anImage().user("1"));
        inspect(inspector, app);
        registry.put("app", "1", anImage().user("2"));
        time.pass(TTL);

        assertThat(inspector.inspect(app, ANY).toCompletableFuture()).isCompleted();

        await().atMost(5, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(user(app)).isEqualTo("2"));
        assertThat(events.recalled).contains("tag stale");
    }

    @Test
    void a_registry_that_is_down_stops_no_image_that_it_has_shown_lately() {
        registry.put("app", "1", anImage().user("1"));
        inspect(inspector, app);
        registry.close();
        for (int minutes = 5; minutes < 60; minutes += 5) {
            time.pass(TTL);
            assertThat(user(app)).isEqualTo("1");
        }
        time.pass(TTL);
        assertThat(failure(inspector, app).reason()).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void after_429_nothing_is_sent_until_it_may_be() {
        registry.put("app", "1", anImage());
        registry.answer("/v2/", exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "42");
            FakeRegistry.respond(exchange, 429, new byte[0]);
        });
        assertThat(failure(inspector, app))
                .hasMessage(registry.name() + " asks for fewer requests and is left alone for 42 s");
        registry.answer("/v2/", exchange -> FakeRegistry.respond(exchange, 404, new byte[0]));
        time.pass(Duration.ofSeconds(2));

        InspectionException meanwhile = failure(inspector, tag(registry.name(), "other", "1"));
        assertThat(meanwhile.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(meanwhile).hasMessageContaining("left alone for another 40 s");
        assertThat(registry.requests()).hasSize(1);
        assertThat(events.pauses).containsExactly(Duration.ofSeconds(42));

        time.pass(Duration.ofSeconds(40));
        assertThat(failure(inspector, app).reason()).isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void after_503_that_says_how_long_nothing_is_sent_until_then() {
        registry.put("app", "1", anImage());
        registry.answer("/v2/", exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "42");
            FakeRegistry.respond(exchange, 503, new byte[0]);
        });
        InspectionException first = failure(inspector, tag(registry.name(), "app", "1"));
        assertThat(first.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(first).hasMessage("%s answered 503 and is left alone for 42 s", registry.name());
        time.pass(Duration.ofSeconds(40));

        InspectionException second = failure(inspector, tag(registry.name(), "app", "2"));

        assertThat(second.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(second)
                .hasMessage("%s says that it is unavailable and is left alone for another 2 s", registry.name());
        assertThat(registry.requests()).hasSize(1);
        time.pass(Duration.ofSeconds(2));
        failure(inspector, tag(registry.name(), "app", "1"));
        assertThat(registry.requests()).hasSize(2);
    }

    @Test
    void after_503_that_does_not_say_it_may_be_asked_again() {
        registry.answer("/v2/", 503);
        failure(inspector, tag(registry.name(), "app", "1"));
        failure(inspector, tag(registry.name(), "app", "1"));
        assertThat(registry.requests()).hasSize(2);
    }

    /** A body after the head of such an answer must not be taken for the next answer on the same connection. */
    @Test
    void what_follows_an_answer_to_head_is_not_believed() {
        String manifest = new String(anImage().manifestJson(), StandardCharsets.UTF_8);
        String head = "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n%s\r\n";
        String forged = "HTTP/1.1 200 OK\r\nContent-Type: x/y\r\nContent-Length: 6\r\n\r\nforged";
        String type = anImage().mediaType();
        List<String> asked = new CopyOnWriteArrayList<>();
        try (RawServer server = RawServer.start((connection, number) -> {
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
                    for (String line = in.readLine(); line != null; line = in.readLine()) {
                        if (!line.contains(" /v2/")) {
                            continue;
                        }
                        asked.add(line.split(" ")[0] + (line.contains("/blobs/") ? " config" : " manifest"));
                        if (line.startsWith("HEAD")) {
                            String moved = "Docker-Content-Digest: %s\r\n".formatted(Digest.of("another"));
                            RawServer.write(connection, head.formatted(type, manifest.length(), moved) + forged);
                        } else if (line.contains("/blobs/")) {
                            String config = new String(anImage().configJson(), StandardCharsets.UTF_8);
                            RawServer.write(
                                    connection, head.formatted("application/json", config.length(), "") + config);
                        } else {
                            RawServer.write(connection, head.formatted(type, manifest.length(), "") + manifest);
                        }
                    }
                });
                RegistryInspector raw = TestSettings.defaults()
                        .set("hosts.\"%s\".endpoint".formatted(server.name()), "http://" + server.name())
                        .inspector(time, RegistryEvents.NONE)) {
            inspect(raw, tag(server.name(), "app", "1"));
            time.pass(Duration.ofHours(2));
            Inspection again = inspect(raw, tag(server.name(), "app", "1"));
            assertThat(again.digest()).isEqualTo(anImage().digest());
            assertThat(asked).containsExactly("GET manifest", "GET config", "HEAD manifest", "GET manifest");
            assertThat(server.connections())
                    .as("the tainted connection is not used again")
                    .isEqualTo(2);
        }
    }

    @Test
    void a_token_service_that_answers_429_is_left_alone_with_its_registry() {
        registry.put("app", "1", anImage()).bearerAuth().answer("/token", 429);
        assertThat(failure(inspector, app).reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(failure(inspector, app).reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(registry.requests()).hasSize(2);
        assertThat(events.pauses).containsExactly(Duration.ofSeconds(30));
    }

    @Test
    void a_registry_that_fails_again_and_again_is_left_alone_and_then_tried() {
        registry.put("app", "1", anImage()).answer("/v2/", 503);
        for (int i = 0; i < 5; i++) {
            assertThat(failure(inspector, app)).hasMessageContaining("answered 503");
        }
        assertThat(failure(inspector, app)).hasMessageContaining("failed 5 times in a row");
        assertThat(registry.requests()).hasSize(5);
        registry.answer("/v2/", 404);
        time.pass(Duration.ofSeconds(11));

        assertThat(failure(inspector, app).reason()).isEqualTo(Reason.NOT_FOUND);

        assertThat(events.breakers)
                .containsExactly(
                        RegistryEvents.Breaker.OPEN, RegistryEvents.Breaker.HALF_OPEN, RegistryEvents.Breaker.CLOSED);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {401, 403, 404, 418})
    void whatever_it_says_of_images_it_is_asked_on(int status) {
        registry.answer("/v2/", status);
        for (int i = 0; i < 10; i++) {
            failure(inspector, tag(registry.name(), "app", "tag-" + i));
        }
        assertThat(registry.requests()).hasSize(10);
        assertThat(events.breakers).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"404, NOT_FOUND", "403, UNAUTHORIZED", "418, UNSUPPORTED"})
    void what_would_only_happen_again_is_remembered_for_seconds(int status, Reason reason) {
        registry.answer("/v2/", status);
        for (int i = 0; i < 3; i++) {
            assertThat(failure(inspector, app).reason()).isEqualTo(reason);
        }
        assertThat(registry.requests()).hasSize(1);
        assertThat(events.failed).hasSize(1);
        time.pass(Duration.ofSeconds(10));
        failure(inspector, app);
        assertThat(registry.requests()).hasSize(2);
    }

    @Test
    void nothing_of_the_kind_is_remembered_if_that_is_set() {
        inspector.close();
        inspector = inspector(settings -> settings.set("cache.failure-ttl", "0s"));
        assertThat(failure(inspector, app).reason()).isEqualTo(Reason.NOT_FOUND);
        registry.put("app", "1", anImage());
        assertThat(inspect(inspector, app).images()).hasSize(1);
    }

    @Test
    void a_missing_config_is_remembered_too() {
        registry.put("app", "1", anImage().mediaType(), anImage().manifestJson());
        failure(inspector, app);
        assertThat(failure(inspector, digest(registry.name(), "app", anImage().digest()))
                        .reason())
                .isEqualTo(Reason.NOT_FOUND);
        assertThat(registry.requests("/blobs/")).isEqualTo(1);
    }

    @Test
    void registries_that_stall_delay_neither_others_nor_what_is_known() throws Exception {
        List<RawServer> stalling = new ArrayList<>();
        try {
            for (int i = 0; i < 6; i++) {
                stalling.add(RawServer.start((connection, number) -> TimeUnit.SECONDS.sleep(20)));
            }
            inspector.close();
            inspector = inspector(settings -> stalling.forEach(server ->
                    settings.set("hosts.\"%s\".endpoint".formatted(server.name()), "http://" + server.name())));
            for (int i = 0; i < 50; i++) {
                registry.put("app", "tag-" + i, anImage().label("number", "" + i));
            }
            inspect(inspector, tag(registry.name(), "app", "tag-0"));
            for (int i = 0; i < 204; i++) {
                inspector.inspect(tag(stalling.get(i % 6).name(), "app", "tag-" + i), ANY);
            }
            await().atMost(5, TimeUnit.SECONDS)
                    .until(() ->
                            stalling.stream().mapToInt(RawServer::connections).sum() == 16);

            assertThat(inspector
                            .inspect(tag(registry.name(), "app", "tag-0"), ANY)
                            .toCompletableFuture())
                    .isCompleted();
            List<Long> took = new ArrayList<>();
            for (int i = 1; i < 50; i++) {
                long began = System.nanoTime();
                inspect(inspector, tag(registry.name(), "app", "tag-" + i));
                took.add(System.nanoTime() - began);
            }
            assertThat(Duration.ofNanos(Collections.max(took))).isLessThan(Duration.ofSeconds(2));
        } finally {
            stalling.forEach(RawServer::close);
        }
    }

    @Test
    void a_registry_that_stalls_is_left_alone_after_its_first_victims() {
        try (RawServer stalling = RawServer.start((connection, number) -> TimeUnit.SECONDS.sleep(20));
                RegistryInspector hasty = TestSettings.defaults()
                        .set("lookup-timeout", "200ms")
                        .set("hosts.\"%s\".endpoint".formatted(stalling.name()), "http://" + stalling.name())
                        .inspector(time, events)) {
            for (int i = 0; i < 5; i++) {
                assertThat(failure(hasty, tag(stalling.name(), "app", "tag-" + i))
                                .reason())
                        .isEqualTo(Reason.TIMED_OUT);
            }
            assertThat(hasty.inspect(tag(stalling.name(), "app", "1"), ANY).toCompletableFuture())
                    .isCompletedExceptionally();
            assertThat(events.breakers).containsExactly(RegistryEvents.Breaker.OPEN);
        }
    }

    @Test
    void time_spent_waiting_for_a_turn_is_not_held_against_a_registry() {
        try (RawServer stalling = RawServer.start((connection, number) -> TimeUnit.SECONDS.sleep(20));
                RegistryInspector narrow = TestSettings.with(registry)
                        .set("lookup-timeout", "300ms")
                        .set("max-concurrent-lookups", "1")
                        .set("hosts.\"%s\".endpoint".formatted(stalling.name()), "http://" + stalling.name())
                        .inspector(time, events)) {
            registry.put("app", "1", anImage());
            narrow.inspect(tag(stalling.name(), "app", "1"), ANY);
            for (int i = 0; i < 10; i++) {
                narrow.inspect(tag(registry.name(), "app", "tag-" + i), ANY);
            }
            await().atMost(5, TimeUnit.SECONDS).until(() -> events.failed.size() == 11);
            assertThat(events.breakers).isEmpty();
            assertThat(inspect(narrow, app).images()).hasSize(1);
        }
    }

    /** More than the places for large ones, which so have to be given back whether it went well or not. */
    @Test
    void documents_that_are_large_take_turns() {
        String much = "x".repeat(300 << 10);
        for (int i = 0; i < 6; i++) {
            registry.put(
                    "app", "large-" + i, anImage().annotation("much", much + i).label("much", much));
            registry.put("app", "broken-" + i, "application/json", (much + i).getBytes());
        }
        for (int i = 0; i < 6; i++) {
            assertThat(failure(inspector, tag(registry.name(), "app", "broken-" + i))
                            .reason())
                    .isEqualTo(Reason.UNSUPPORTED);
            assertThat(onlyImage(inspector, tag(registry.name(), "app", "large-" + i))
                            .annotations()
                            .get("much"))
                    .isEqualTo(much + i);
        }
    }

    @Test
    void a_registry_is_the_same_however_its_name_is_written() {
        inspector.close();
        inspector = inspector(settings -> settings.endpoint("r.test", registry));
        registry.answer("/v2/", 429);
        failure(inspector, tag("r.test", "app", "1"));
        assertThat(failure(inspector, tag("R.Test", "app", "1")).reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void it_is_told_what_was_asked_and_how_it_was_answered() {
        TestImage image = anImage().user("1");
        registry.put("app", "1", image).bearerAuth();
        inspect(inspector, app);
        inspect(inspector, app);
        failure(inspector, tag(registry.name(), "app", "none"));

        assertThat(events.requested)
                .allSatisfy(request -> assertThat(request.registry()).isEqualTo(registry.name()))
                .extracting(EventLog.Requested::outcome)
                .containsExactly(Outcome.UNAUTHORIZED, Outcome.OK, Outcome.OK, Outcome.OK, Outcome.NOT_FOUND);
        assertThat(events.requested.get(2).bytes()).isEqualTo(image.manifestJson().length);
        assertThat(events.requested.get(3).bytes()).isEqualTo(image.configJson().length);
        assertThat(events.recalled)
                .containsExactly(
                        "tag miss", "manifest hit", "config miss", "tag hit", "manifest hit", "config hit", "tag miss");
        assertThat(events.failed).hasSize(1);
        RegistryEvents.FailedLookup failed = events.failed.get(0);
        assertThat(failed.wanted()).isEqualTo("app:none");
        assertThat(failed.kind()).isEqualTo(RegistryEvents.Kind.TAG);
        assertThat(failed.failure().reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(inspector.cached(RegistryEvents.Kind.TAG)).isEqualTo(1);
        assertThat(inspector.cached(RegistryEvents.Kind.MANIFEST)).isEqualTo(1);
        assertThat(inspector.cached(RegistryEvents.Kind.CONFIG)).isEqualTo(1);
    }

    @Test
    void it_is_told_of_requests_that_nobody_answered() {
        registry.close();
        failure(inspector, app);
        assertThat(events.requested).extracting(EventLog.Requested::outcome).containsExactly(Outcome.FAILED);
    }
}
