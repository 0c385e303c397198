package dev.plimsoll.registry;

import static dev.plimsoll.registry.Inspecting.failure;
import static dev.plimsoll.registry.Inspecting.inspect;
import static dev.plimsoll.registry.Inspecting.tag;
import static dev.plimsoll.registry.TestImage.anImage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.InspectionException.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {

    private static final String BASIC_ALICE =
            "Basic " + Base64.getEncoder().encodeToString("alice:s3cret".getBytes(StandardCharsets.UTF_8));

    @TempDir
    private Path folder;

    private final FakeRegistry registry = FakeRegistry.start();
    private final FakeRegistry elsewhere = FakeRegistry.start();

    @BeforeEach
    void fill() {
        registry.put("app", "1", anImage()).put("app", "2", anImage().user("2"));
    }

    @AfterEach
    void stop() {
        registry.close();
        elsewhere.close();
    }

    private RegistryInspector anonymous() {
        return TestSettings.with(registry).inspector();
    }

    /** With the entry for the registry in the operator's docker config. */
    private RegistryInspector with(Map<String, String> auth) {
        return TestSettings.with(registry)
                .set("docker-config", dockerConfig(Map.of(registry.name(), auth)))
                .inspector();
    }

    private RegistryInspector alice() {
        return with(Map.of("username", "alice", "password", "s3cret"));
    }

    private String dockerConfig(Map<String, Map<String, String>> auths) {
        try {
            Path file = Files.createTempFile(folder, "config", ".json");
            Files.write(file, TestImage.json(Map.of("auths", auths)));
            return file.toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_token_that_anybody_gets_is_fetched_and_used_for_the_whole_image() {
        registry.bearerAuth();
        try (RegistryInspector inspector = anonymous()) {
            inspect(inspector, tag(registry.name(), "app", "1"));
        }
        assertThat(registry.requests())
                .extracting(FakeRegistry.Request::path)
                .containsExactly(
                        "/v2/app/manifests/1",
                        "/token",
                        "/v2/app/manifests/1",
                        "/v2/app/blobs/" + anImage().configDigest());
        FakeRegistry.Request token = registry.requests().get(1);
        assertThat(token.query()).isEqualTo(Map.of("service", "fake", "scope", "repository:app:pull"));
        assertThat(token.header("Authorization")).isEmpty();
    }

    @Test
    void a_token_is_used_again_for_the_same_repository() {
        registry.bearerAuth();
        try (RegistryInspector inspector = anonymous()) {
            inspect(inspector, tag(registry.name(), "app", "1"));
            registry.forgetRequests();
            inspect(inspector, tag(registry.name(), "app", "2"));
        }
        assertThat(registry.requests("/token")).isZero();
        assertThat(registry.requests()).hasSize(2);
    }

    @Test
    void a_token_that_has_expired_is_renewed() {
        registry.bearerAuth();
        try (RegistryInspector inspector = anonymous()) {
            inspect(inspector, tag(registry.name(), "app", "1"));
            registry.expireTokens();
            registry.forgetRequests();
            inspect(inspector, tag(registry.name(), "app", "2"));
        }
        assertThat(registry.requests("/token")).isEqualTo(1);
    }

    @Test
    void a_token_is_had_with_the_password() {
        registry.bearerAuth("alice", "s3cret");
        try (RegistryInspector inspector = alice()) {
            inspect(inspector, tag(registry.name(), "app", "1"));
        }
        assertThat(registry.requests().get(1).header("Authorization")).contains(BASIC_ALICE);
        assertThat(registry.requests().get(2).header("Authorization")).contains("Bearer token-1");
    }

    @Test
    void a_token_is_had_with_an_identity_token_in_a_form() {
        registry.refreshTokenAuth("a+b&c=d/e");
        try (RegistryInspector inspector = with(Map.of("identitytoken", "a+b&c=d/e"))) {
            inspect(inspector, tag(registry.name(), "app", "1"));
        }
        FakeRegistry.Request token = registry.requests().get(1);
        assertThat(token.method()).isEqualTo("POST");
        assertThat(token.query()).isEmpty();
        assertThat(token.header("Content-Type").orElseThrow()).startsWith("application/x-www-form-urlencoded");
        assertThat(token.body()).contains("service=fake").contains("scope=repository:app:pull");
    }

    @Test
    void a_password_is_sent_only_after_the_registry_has_asked_for_it() {
        registry.basicAuth("alice", "s3cret");
        try (RegistryInspector inspector = alice()) {
            inspect(inspector, tag(registry.name(), "app", "1"));
        }
        assertThat(registry.requests())
                .extracting(r -> r.header("Authorization").orElse("none"))
                .containsExactly("none", BASIC_ALICE, BASIC_ALICE);
    }

    @Test
    void without_a_credential_the_message_says_so() {
        registry.basicAuth("alice", "s3cret");
        try (RegistryInspector inspector = anonymous()) {
            assertThat(failure(inspector, tag(registry.name(), "app", "1")))
                    .hasMessage("no credentials for " + registry.name())
                    .extracting("reason")
                    .isEqualTo(Reason.UNAUTHORIZED);
        }
        assertThat(registry.requests()).hasSize(1);
    }

    @ParameterizedTest(name = "bearer: {0}")
    @ValueSource(booleans = {false, true})
    void with_a_wrong_credential_the_message_says_so(boolean bearer) {
        if (bearer) {
            registry.bearerAuth("bob", "other");
        } else {
            registry.basicAuth("bob", "other");
        }
        try (RegistryInspector inspector = alice()) {
            assertThat(failure(inspector, tag(registry.name(), "app", "1")))
                    .hasMessage("the credentials for %s were refused", registry.name())
                    .extracting("reason")
                    .isEqualTo(Reason.UNAUTHORIZED);
        }
        assertThat(registry.requests()).hasSize(2);
    }

    @Test
    void a_registry_that_never_has_enough_is_not_asked_for_ever() {
        registry.bearerAuth()
                .answer(
                        "/token",
                        exchange -> FakeRegistry.respond(
                                exchange, 200, "{\"token\":\"useless\"}".getBytes(StandardCharsets.UTF_8)));
        try (RegistryInspector inspector = anonymous()) {
            assertThat(failure(inspector, tag(registry.name(), "app", "1")))
                    .hasMessage("no credentials for " + registry.name())
                    .extracting("reason")
                    .isEqualTo(Reason.UNAUTHORIZED);
        }
        assertThat(registry.requests()).hasSize(3);
    }

    @Test
    void a_registry_that_has_enough_no_more_is_not_asked_for_ever() {
        registry.bearerAuth();
        try (RegistryInspector inspector = anonymous()) {
            inspect(inspector, tag(registry.name(), "app", "1"));
            registry.expireTokens();
            registry.answer(
                    "/token",
                    exchange -> FakeRegistry.respond(
                            exchange, 200, "{\"token\":\"useless\"}".getBytes(StandardCharsets.UTF_8)));
            registry.forgetRequests();
            assertThat(failure(inspector, tag(registry.name(), "app", "2")).reason())
                    .isEqualTo(Reason.UNAUTHORIZED);
        }
        assertThat(registry.requests()).hasSize(3);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "401, UNAUTHORIZED",
        "403, UNAUTHORIZED",
        "400, UNAUTHORIZED",
        "404, UNAVAILABLE",
        "429, RATE_LIMITED",
        "500, UNAVAILABLE",
        "302, UNSUPPORTED"
    })
    void what_the_token_service_answers_decides(int status, Reason reason) {
        registry.bearerAuth().answer("/token", status);
        try (RegistryInspector inspector = anonymous()) {
            assertThat(failure(inspector, tag(registry.name(), "app", "1")).reason())
                    .isEqualTo(reason);
        }
        assertThat(registry.requests()).hasSize(2);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "<html>",
                "{\"token\":\"\"}",
                "{\"token\":\"a b\"}",
                "{\"token\":\"a\\r\\nX: y\"}"
            })
    void an_answer_without_a_token_is_the_services_fault(String answer) {
        registry.bearerAuth()
                .answer(
                        "/token",
                        exchange -> FakeRegistry.respond(exchange, 200, answer.getBytes(StandardCharsets.UTF_8)));
        try (RegistryInspector inspector = anonymous()) {
            assertThat(failure(inspector, tag(registry.name(), "app", "1")))
                    .hasMessageEndingWith("its token service gave no token")
                    .extracting("reason")
                    .isEqualTo(Reason.UNAVAILABLE);
        }
    }

    @Test
    void an_access_token_is_a_token_too() {
        registry.bearerAuth()
                .answer(
                        "/token",
                        exchange -> FakeRegistry.respond(
                                exchange, 200, "{\"access_token\":\"abc\"}".getBytes(StandardCharsets.UTF_8)));
        try (RegistryInspector inspector = anonymous()) {
            failure(inspector, tag(registry.name(), "app", "1"));
        }
        assertThat(registry.requests().get(2).header("Authorization")).contains("Bearer abc");
    }

    @Test
    void a_token_service_elsewhere_is_neither_asked_nor_told_anything() {
        registry.bearerAuth("alice", "s3cret")
                .challenge("Bearer realm=\"https://tokens.example/token\",service=\"fake\"");
        try (RegistryInspector inspector = alice()) {
            assertThat(failure(inspector, tag(registry.name(), "app", "1")))
                    .hasMessageContaining("wants a token from elsewhere (tokens.example)")
                    .extracting("reason")
                    .isEqualTo(Reason.REFUSED);
        }
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void a_password_is_enough_where_the_token_service_is_elsewhere_and_a_password_will_do() {
        registry.basicAuth("alice", "s3cret").challenge("Bearer realm=\"https://tokens.example/\", Basic realm=\"x\"");
        try (RegistryInspector inspector = alice()) {
            assertThat(inspect(inspector, tag(registry.name(), "app", "1")).images())
                    .hasSize(1);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"Negotiate", "Bearer service=\"x\"", "Bearer", "nonsense=\"", ""})
    void a_challenge_that_cannot_be_answered_is_not(String challenge) {
        registry.bearerAuth().challenge(challenge);
        try (RegistryInspector inspector = alice()) {
            assertThat(failure(inspector, tag(registry.name(), "app", "1")).reason())
                    .isEqualTo(Reason.UNAUTHORIZED);
        }
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void the_realm_may_have_a_query_of_its_own() {
        registry.bearerAuth()
                .challenge(
                        "Bearer realm=\"%s/token?account=1\",service=\"my service&x=1\"".formatted(registry.address()));
        try (RegistryInspector inspector = anonymous()) {
            inspect(inspector, tag(registry.name(), "app", "1"));
        }
        assertThat(registry.requests().get(1).query())
                .isEqualTo(Map.of("account", "1", "service", "my service&x=1", "scope", "repository:app:pull"));
    }

    @ParameterizedTest(name = "bearer: {0}")
    @ValueSource(booleans = {false, true})
    void credentials_are_not_carried_along_a_redirect(boolean bearer) {
        if (bearer) {
            registry.bearerAuth("alice", "s3cret");
        } else {
            registry.basicAuth("alice", "s3cret");
        }
        registry.answer("/v2/app/blobs/", exchange -> {
            assertThat(exchange.getRequestHeaders()).containsKey("Authorization");
            exchange.getResponseHeaders().set("Location", registry.address() + "/storage/config");
            FakeRegistry.respond(exchange, 307, new byte[0]);
        });
        registry.answer(
                "/storage/",
                exchange -> FakeRegistry.respond(exchange, 200, anImage().configJson()));
        try (RegistryInspector inspector = alice()) {
            assertThat(inspect(inspector, tag(registry.name(), "app", "1")).images())
                    .hasSize(1);
        }
        assertThat(registry.requests().get(registry.requests().size() - 1).path())
                .isEqualTo("/storage/config");
        assertThat(registry.requests().get(registry.requests().size() - 1).header("Authorization"))
                .isEmpty();
    }

    @Test
    void a_challenge_of_whom_the_registry_redirects_to_is_not_answered() {
        registry.answer("/v2/app/blobs/", exchange -> {
            exchange.getResponseHeaders().set("Location", "/storage/config");
            FakeRegistry.respond(exchange, 307, new byte[0]);
        });
        registry.answer("/storage/", exchange -> {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
            FakeRegistry.respond(exchange, 401, new byte[0]);
        });
        try (RegistryInspector inspector = alice()) {
            assertThat(failure(inspector, tag(registry.name(), "app", "1")).reason())
                    .isEqualTo(Reason.UNAUTHORIZED);
        }
        assertThat(registry.requests())
                .noneMatch(request -> request.header("Authorization").isPresent());
    }

    @Test
    void credentials_for_another_registry_are_not_sent() {
        registry.basicAuth("alice", "s3cret");
        String config = dockerConfig(Map.of(
                elsewhere.name(),
                Map.of("username", "alice", "password", "s3cret"),
                registry.name() + "/other",
                Map.of("username", "alice", "password", "s3cret")));
        try (RegistryInspector inspector =
                TestSettings.with(registry).set("docker-config", config).inspector()) {
            assertThat(failure(inspector, tag(registry.name(), "app", "1"))).hasMessageStartingWith("no credentials");
        }
    }

    @Test
    void docker_hubs_credentials_are_not_sent_to_its_mirror() {
        registry.basicAuth("alice", "s3cret");
        String hub =
                dockerConfig(Map.of("https://index.docker.io/v1/", Map.of("username", "alice", "password", "s3cret")));
        try (RegistryInspector inspector = TestSettings.defaults()
                .endpoint("docker.io", registry)
                .set("docker-config", hub)
                .inspector()) {
            assertThat(failure(inspector, tag("docker.io", "app", "1"))).hasMessageStartingWith("no credentials");
        }
        assertThat(registry.requests())
                .noneMatch(request -> request.header("Authorization").isPresent());
    }

    @Test
    void a_mirror_of_docker_hub_gets_its_own_credentials() {
        registry.basicAuth("alice", "s3cret");
        String own = dockerConfig(Map.of(registry.name(), Map.of("username", "alice", "password", "s3cret")));
        try (RegistryInspector inspector = TestSettings.defaults()
                .endpoint("docker.io", registry)
                .set("docker-config", own)
                .inspector()) {
            assertThat(inspect(inspector, tag("docker.io", "app", "1")).images())
                    .hasSize(1);
        }
    }

    @Test
    void a_registrys_own_docker_config_comes_before_the_one_for_all() {
        registry.basicAuth("alice", "s3cret");
        String all = dockerConfig(Map.of("registry.test", Map.of("username", "bob", "password", "other")));
        String own = dockerConfig(Map.of("registry.test", Map.of("username", "alice", "password", "s3cret")));
        try (RegistryInspector inspector = TestSettings.defaults()
                .endpoint("registry.test", registry)
                .set("docker-config", all)
                .set("hosts.\"registry.test\".docker-config", own)
                .inspector()) {
            assertThat(inspect(inspector, tag("registry.test", "app", "1")).images())
                    .hasSize(1);
        }
    }

    @Test
    void no_secret_is_in_a_message() {
        registry.bearerAuth("bob", "other").answer("/token", 500);
        try (RegistryInspector inspector = with(Map.of("identitytoken", "very-secret"))) {
            Throwable failure = failure(inspector, tag(registry.name(), "app", "1"));
            while (failure != null) {
                assertThat(failure.toString()).doesNotContain("very-secret");
                failure = failure.getCause();
            }
        }
    }

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        "https://registry.corp/token, registry.corp, true",
        "https://REGISTRY.corp:444/token, registry.corp:5000, true",
        "http://registry.corp/token, registry.corp, false",
        "https://other.corp/token, registry.corp, false",
        "https://allowed.corp/token, registry.corp, true",
        "https://gitlab.com/jwt/auth, registry.gitlab.com, true",
        "https://auth.gitlab.com/jwt/auth, registry.gitlab.com, true",
        "https://gitlab.com.evil.org/jwt/auth, registry.gitlab.com, false",
        "https://b.co.uk/token, a.co.uk, false",
        "https://x.b.co.uk/token, y.b.co.uk, true",
        "https://b.github.io/token, a.github.io, false",
        "https://auth.docker.io/token, docker.io, true",
        "https://auth.docker.io/token, registry.corp, false",
        "https://10.0.0.2/token, 10.0.0.1, false",
        "https://10.0.0.1/token, 10.0.0.1, true",
        "https://user@registry.corp/token, registry.corp, false",
        "https://registry.corp/token#x, registry.corp, false",
        "ftp://registry.corp/token, registry.corp, false",
        "/token, registry.corp, false"
    })
    void a_token_service_has_to_be_the_registrys_own(URI realm, String registry, boolean trusted) {
        RegistryHost host = new RegistryHost(
                registry, Endpoint.of(registry), Keychain.EMPTY, Set.of("allowed.corp"), null, null, List.of());
        assertThat(host.trustsForTokens(realm)).isEqualTo(trusted);
    }

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        "http://registry.corp:81/token, http://registry.corp, true",
        "http://other.corp/token, http://registry.corp, false",
        "http://localhost:81/token, http://127.0.0.1:5000, true",
        "http://127.0.0.1:81/token, http://registry.corp, false",
        "http://127.evil.org/token, http://127.0.0.1:5000, false",
        "http://registry.corp/token, https://registry.corp, false",
        "https://registry.corp/token, http://registry.corp, true"
    })
    void without_tls_a_token_service_has_to_be_that_of_a_plain_registry(URI realm, URI endpoint, boolean trusted) {
        RegistryHost host = new RegistryHost(
                "registry.test", Endpoint.of(endpoint), Keychain.EMPTY, Set.of(), null, null, List.of());
        assertThat(host.trustsForTokens(realm)).isEqualTo(trusted);
    }
}
