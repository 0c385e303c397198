package dev.plimsoll.registry;

import static dev.plimsoll.registry.Inspecting.digest;
import static dev.plimsoll.registry.Inspecting.failure;
import static dev.plimsoll.registry.Inspecting.inspect;
import static dev.plimsoll.registry.Inspecting.tag;
import static dev.plimsoll.registry.TestImage.anImage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.Credential;
import dev.plimsoll.image.Credentials;
import dev.plimsoll.image.ImageInspector;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import dev.plimsoll.image.Platform;
import dev.plimsoll.registry.PullSecrets.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one pod's credentials show is no other pod's to see. */
class PullCredentialsTest {

    private static final Credentials WITH_NONE = Credentials.NONE;
    private static final Credentials WITH_RIGHT = image -> List.of(Credential.of("alice", "s3cret"));
    private static final Credentials WITH_WRONG = image -> List.of(Credential.of("mallory", "guess"));

    private final FakeRegistry registry = FakeRegistry.start();
    private final FakeRegistry elsewhere = FakeRegistry.start();
    private final ManualTime time = new ManualTime();
    private final RegistryInspector inspector = TestSettings.with(registry).inspector(time, RegistryEvents.NONE);
    private final ImageReference byTag = tag(registry.name(), "app", "1");
    private final ImageReference byDigest =
            digest(registry.name(), "app", anImage().digest());

    @BeforeEach
    void fill() {
        registry.put("app", "1", anImage());
    }

    @AfterEach
    void stop() {
        inspector.close();
        registry.close();
        elsewhere.close();
    }

    private void isPrivate(boolean bearer) {
        if (bearer) {
            registry.bearerAuth("alice", "s3cret");
        } else {
            registry.basicAuth("alice", "s3cret");
        }
    }

    private static ImageInspector as(RegistryInspector inspector, Credentials credentials) {
        return (reference, platforms, none) -> inspector.inspect(reference, platforms, credentials);
    }

    private ImageInspector as(Credentials credentials) {
        return as(inspector, credentials);
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private List<String> authorizations() {
        return registry.requests().stream()
                .map(request -> request.header("Authorization").orElse("none"))
                .toList();
    }

    @ParameterizedTest(name = "bearer: {0}")
    @ValueSource(booleans = {false, true})
    void a_private_image_that_one_pod_may_see_is_not_shown_to_one_without_its_secret(boolean bearer) {
        isPrivate(bearer);
        assertThat(inspect(as(WITH_RIGHT), byTag).images()).hasSize(1);
        assertThat(failure(as(WITH_NONE), byTag).reason()).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(failure(as(WITH_NONE), byDigest).reason()).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(failure(as(WITH_WRONG), byTag).reason()).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(failure(as(WITH_WRONG), byDigest).reason()).isEqualTo(Reason.UNAUTHORIZED);
    }

    @Test
    void nor_when_its_tag_is_known_for_so_long_that_it_is_asked_for_in_the_background() {
        isPrivate(true);
        inspect(as(WITH_RIGHT), byTag);
        time.pass(Duration.ofMinutes(6));
        assertThat(failure(as(WITH_NONE), byTag).reason()).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(inspect(as(WITH_RIGHT), byTag).images()).hasSize(1);
    }

    @ParameterizedTest(name = "bearer: {0}")
    @ValueSource(booleans = {false, true})
    void that_some_may_not_see_an_image_is_no_answer_to_those_who_may(boolean bearer) {
        isPrivate(bearer);
        failure(as(WITH_WRONG), byTag);
        failure(as(WITH_NONE), byTag);
        failure(as(WITH_WRONG), byDigest);
        assertThat(inspect(as(WITH_RIGHT), byTag).images()).hasSize(1);
        assertThat(inspect(as(WITH_RIGHT), byDigest).images()).hasSize(1);
    }

    @ParameterizedTest(name = "bearer: {0}")
    @ValueSource(booleans = {false, true})
    void what_a_credential_showed_is_remembered_for_whoever_holds_it(boolean bearer) {
        isPrivate(bearer);
        inspect(as(WITH_RIGHT), byTag);
        registry.forgetRequests();
        Credentials sameInAnotherSecret = image -> List.of(Credential.of("alice", "s3cret"));
        inspect(as(sameInAnotherSecret), byTag);
        inspect(as(sameInAnotherSecret), byDigest);
        assertThat(registry.requests()).isEmpty();
    }

    @Test
    void who_may_not_is_not_given_what_another_is_waiting_for() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        registry.answer("/v2/app/manifests/", exchange -> {
            if (basic("alice", "s3cret").equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                asked.countDown();
                await(go);
                exchange.getResponseHeaders().set("Content-Type", anImage().mediaType());
                FakeRegistry.respond(exchange, 200, anImage().manifestJson());
            } else {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"fake\"");
                FakeRegistry.respond(exchange, 401, new byte[0]);
            }
        });
        CompletionStage<?> waiting = inspector.inspect(byTag, Set.of(Platform.LINUX_AMD64), WITH_RIGHT);
        asked.await();
        assertThat(failure(as(WITH_NONE), byTag).reason()).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(waiting.toCompletableFuture()).isNotDone();
        go.countDown();
        waiting.toCompletableFuture().join();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Otherwise whoever learns the digest of a private image's config reads it by an image of their own that names it. */
    @Test
    void a_config_is_only_shown_by_a_repository_that_has_it() {
        TestImage secret = anImage().user("secret");
        registry.put("private", "1", secret);
        inspect(as(WITH_RIGHT), tag(registry.name(), "private", "1"));
        elsewhere.put("mine", "1", secret.mediaType(), secret.manifestJson());
        try (RegistryInspector both = TestSettings.with(registry)
                .endpoint(elsewhere.name(), elsewhere)
                .inspector()) {
            inspect(as(both, WITH_RIGHT), tag(registry.name(), "private", "1"));
            assertThat(failure(both, tag(elsewhere.name(), "mine", "1")).reason())
                    .isEqualTo(Reason.NOT_FOUND);
        }
    }

    @Test
    void several_credentials_are_tried_in_their_order_and_the_operators_at_last() {
        isPrivate(false);
        Credentials three = image -> List.of(Credential.of("a", "1"), Credential.of("b", "2"), Credential.of("a", "1"));
        try (RegistryInspector configured = TestSettings.with(registry)
                .set("hosts.\"%s\".username".formatted(registry.name()), "alice")
                .set("hosts.\"%s\".password".formatted(registry.name()), "s3cret")
                .inspector()) {
            assertThat(inspect(as(configured, three), byTag).images()).hasSize(1);
            assertThat(authorizations())
                    .containsExactly(
                            "none",
                            basic("a", "1"),
                            "none",
                            basic("b", "2"),
                            "none",
                            basic("alice", "s3cret"),
                            basic("alice", "s3cret"));
        }
    }

    @Test
    void the_first_that_may_see_the_image_ends_the_search() {
        isPrivate(false);
        Credentials rightFirst = image -> List.of(Credential.of("alice", "s3cret"), Credential.of("b", "2"));
        inspect(as(rightFirst), byTag);
        assertThat(authorizations()).doesNotContain(basic("b", "2"));
    }

    @Test
    void what_anybody_may_see_is_seen_by_those_with_a_wrong_credential_too() {
        registry.answer("/v2/app/manifests/", exchange -> {
            boolean anonymous = !exchange.getRequestHeaders().containsKey("Authorization");
            exchange.getResponseHeaders().set("Content-Type", anImage().mediaType());
            FakeRegistry.respond(exchange, anonymous ? 200 : 401, anImage().manifestJson());
        });
        assertThat(inspect(as(WITH_WRONG), byTag).images()).hasSize(1);
    }

    @Test
    void of_failures_the_one_that_can_be_mended_is_told() {
        isPrivate(false);
        assertThat(failure(as(WITH_WRONG), byTag))
                .hasMessage("the credentials for %s were refused", registry.name())
                .extracting("reason")
                .isEqualTo(Reason.UNAUTHORIZED);
        Credentials wrongAndRight =
                image -> List.of(Credential.of("alice", "s3cret"), Credential.of("mallory", "guess"));
        InspectionException failure = failure(as(wrongAndRight), tag(registry.name(), "app", "none"));
        assertThat(failure.reason()).isEqualTo(Reason.UNAUTHORIZED);
    }

    @Test
    void that_there_is_no_image_is_believed_if_all_are_told_so() {
        assertThat(failure(as(WITH_WRONG), tag(registry.name(), "app", "none")).reason())
                .isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void a_failure_that_has_nothing_to_do_with_the_credential_ends_the_search() {
        registry.answer("/v2/app/", 500);
        assertThat(failure(as(WITH_WRONG), byTag).reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void there_is_an_end_to_trying() {
        isPrivate(false);
        Credentials many = image -> IntStream.range(0, 1_000)
                .mapToObj(i -> Credential.of("u" + i, "p"))
                .toList();
        assertThat(failure(as(many), byTag).reason()).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(registry.requests()).hasSizeLessThan(25);
    }

    @Test
    void a_pull_secret_is_used_for_the_images_that_it_is_for() {
        isPrivate(true);
        PullSecrets secrets = PullSecrets.none()
                .and(
                        Type.DOCKER_CONFIG_JSON,
                        TestImage.json(Map.of(
                                "auths",
                                Map.of(registry.name() + "/app", Map.of("username", "alice", "password", "s3cret")))));
        assertThat(inspect(as(secrets), byTag).images()).hasSize(1);
        assertThat(failure(as(secrets), tag(registry.name(), "other", "1"))).hasMessageStartingWith("no credentials");
    }

    @Test
    void a_redirects_target_is_not_told_them() {
        isPrivate(false);
        registry.answer("/v2/app/blobs/", 307, elsewhere.address() + "/storage");
        elsewhere.answer(
                "/storage",
                exchange -> FakeRegistry.respond(exchange, 200, anImage().configJson()));
        assertThat(failure(as(WITH_RIGHT), byTag).reason()).isEqualTo(Reason.REFUSED);
        registry.answer("/v2/app/blobs/", 307, registry.address() + "/storage");
        registry.answer(
                "/storage",
                exchange -> FakeRegistry.respond(exchange, 200, anImage().configJson()));
        time.pass(Duration.ofMinutes(1));
        assertThat(inspect(as(WITH_RIGHT), byTag).images()).hasSize(1);
        assertThat(registry.requests().get(registry.requests().size() - 1).header("Authorization"))
                .isEmpty();
    }

    @Test
    void a_token_service_elsewhere_is_not_told_them() {
        registry.bearerAuth("alice", "s3cret")
                .challenge("Bearer realm=\"https://127.0.0.1.example:%d/token\",service=\"fake\""
                        .formatted(elsewhere.port()));
        assertThat(failure(as(WITH_RIGHT), byTag).reason()).isEqualTo(Reason.REFUSED);
        assertThat(elsewhere.requests()).isEmpty();
    }

    @Test
    void a_mirror_is_not_told_them() {
        isPrivate(false);
        elsewhere.basicAuth("alice", "s3cret").put("app", "1", anImage());
        try (RegistryInspector mirrored = TestSettings.with(registry)
                .set(
                        "hosts.\"%s\".mirrors".formatted(registry.name()),
                        elsewhere.address().toString())
                .inspector()) {
            assertThat(inspect(as(mirrored, WITH_RIGHT), byTag).images()).hasSize(1);
        }
        assertThat(elsewhere.requests()).isNotEmpty().noneMatch(request -> request.header("Authorization")
                .isPresent());
    }

    @Test
    void what_stands_in_for_docker_hub_is_not_told_docker_hubs() {
        isPrivate(false);
        try (RegistryInspector mirrored =
                TestSettings.defaults().endpoint("docker.io", registry).inspector()) {
            assertThat(failure(as(mirrored, WITH_RIGHT), tag("docker.io", "app", "1")))
                    .hasMessageStartingWith("no credentials");
        }
        assertThat(authorizations()).containsOnly("none");
    }
}
