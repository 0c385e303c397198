package dev.plimsoll.registry;

import static dev.plimsoll.registry.Inspecting.failure;
import static dev.plimsoll.registry.Inspecting.inspect;
import static dev.plimsoll.registry.Inspecting.tag;
import static dev.plimsoll.registry.TestImage.anImage;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.plimsoll.image.Credential;
import dev.plimsoll.image.Credentials;
import dev.plimsoll.image.ImageInspector;
import dev.plimsoll.image.InspectionException.Reason;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A registry that wanted a token for one repository is presumed to want one for the next. */
class KnownChallengesTest {

    private static final Credentials ALICE = image -> List.of(Credential.of("alice", "s3cret"));

    private final FakeRegistry registry = FakeRegistry.start();
    private final ManualTime time = new ManualTime();
    private final RegistryInspector inspector = TestSettings.with(registry).inspector(time, RegistryEvents.NONE);

    @BeforeEach
    void fill() {
        registry.put("one", "1", anImage()).put("two", "1", anImage());
    }

    @AfterEach
    void stop() {
        inspector.close();
        registry.close();
    }

    private void knowTheChallenge() {
        registry.bearerAuth();
        inspect(inspector, tag(registry.name(), "one", "1"));
        registry.forgetRequests();
    }

    private ImageInspector alice() {
        return (reference, platforms, none) -> inspector.inspect(reference, platforms, ALICE);
    }

    private List<String> paths() {
        return registry.requests().stream().map(FakeRegistry.Request::path).toList();
    }

    @Test
    void for_another_repository_the_token_is_asked_for_first() {
        knowTheChallenge();
        inspect(inspector, tag(registry.name(), "two", "1"));
        assertThat(paths())
                .containsExactly(
                        "/token",
                        "/v2/two/manifests/1",
                        "/v2/two/blobs/" + anImage().configDigest());
        assertThat(registry.requests().get(0).query()).containsEntry("scope", "repository:two:pull");
    }

    @Test
    void only_after_the_registry_has_taken_such_a_token() {
        registry.bearerAuth("alice", "s3cret");
        failure(inspector, tag(registry.name(), "one", "1"));
        registry.forgetRequests();
        inspect(alice(), tag(registry.name(), "two", "1"));
        assertThat(paths()).first().isEqualTo("/v2/two/manifests/1");
    }

    @Test
    void not_for_ever() {
        knowTheChallenge();
        time.pass(Duration.ofMinutes(10));
        inspect(inspector, tag(registry.name(), "two", "1"));
        assertThat(paths()).first().isEqualTo("/v2/two/manifests/1");
    }

    @Test
    void a_repository_that_needs_none_is_seen_though_there_is_no_token_to_be_had() {
        registry.bearerAuth("alice", "s3cret");
        inspect(alice(), tag(registry.name(), "one", "1"));
        registry.answer("/v2/two/manifests/", this::sendManifest);
        registry.answer(
                "/v2/two/blobs/",
                exchange -> FakeRegistry.respond(exchange, 200, anImage().configJson()));
        registry.forgetRequests();
        assertThat(inspect(inspector, tag(registry.name(), "two", "1")).images())
                .hasSize(1);
        assertThat(paths()).startsWith("/token", "/v2/two/manifests/1").hasSize(3);
    }

    @Test
    void a_token_service_that_is_down_does_not_matter_where_no_token_is_needed() {
        knowTheChallenge();
        registry.answer("/token", 500).answer("/v2/two/manifests/", this::sendManifest);
        registry.answer(
                "/v2/two/blobs/",
                exchange -> FakeRegistry.respond(exchange, 200, anImage().configJson()));
        assertThat(inspect(inspector, tag(registry.name(), "two", "1")).images())
                .hasSize(1);
    }

    @Test
    void where_one_is_needed_it_is_not_asked_for_twice() {
        knowTheChallenge();
        registry.answer("/token", 500);
        assertThat(failure(inspector, tag(registry.name(), "two", "1")).reason())
                .isEqualTo(Reason.UNAVAILABLE);
        assertThat(paths()).containsExactly("/token", "/v2/two/manifests/1");
    }

    @Test
    void a_token_service_that_asks_for_fewer_requests_is_heard() {
        knowTheChallenge();
        registry.answer("/token", 429);
        assertThat(failure(inspector, tag(registry.name(), "two", "1")).reason())
                .isEqualTo(Reason.RATE_LIMITED);
        assertThat(paths()).containsExactly("/token");
    }

    @Test
    void a_token_that_is_not_enough_is_not_asked_for_again() {
        knowTheChallenge();
        registry.expireTokens();
        registry.answer("/token", exchange -> sendToken(exchange, "useless"));
        assertThat(failure(inspector, tag(registry.name(), "two", "1")).reason())
                .isEqualTo(Reason.UNAUTHORIZED);
        assertThat(paths()).containsExactly("/token", "/v2/two/manifests/1");
    }

    @Test
    void when_the_token_service_has_moved_the_new_one_is_asked() {
        knowTheChallenge();
        String moved = "Bearer realm=\"%s/token?moved=1\",service=\"fake\"".formatted(registry.address());
        registry.answer("/token", exchange -> {
            String query = exchange.getRequestURI().getQuery();
            sendToken(exchange, query.contains("moved=1") ? "good" : "outdated");
        });
        registry.answer("/v2/two/", exchange -> {
            if (!"Bearer good".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().set("WWW-Authenticate", moved);
                FakeRegistry.respond(exchange, 401, new byte[0]);
            } else if (exchange.getRequestURI().getPath().contains("/manifests/")) {
                sendManifest(exchange);
            } else {
                FakeRegistry.respond(exchange, 200, anImage().configJson());
            }
        });
        assertThat(inspect(inspector, tag(registry.name(), "two", "1")).images())
                .hasSize(1);
        assertThat(registry.requests("/token")).isEqualTo(2);
    }

    @Test
    void when_the_registry_has_come_to_want_a_password_it_is_given_one() {
        registry.bearerAuth("alice", "s3cret");
        inspect(alice(), tag(registry.name(), "one", "1"));
        registry.basicAuth("alice", "s3cret");
        assertThat(inspect(alice(), tag(registry.name(), "two", "1")).images()).hasSize(1);
        registry.forgetRequests();
        registry.put("three", "1", anImage());
        inspect(alice(), tag(registry.name(), "three", "1"));
        assertThat(registry.requests("/token")).isZero();
    }

    @Test
    void what_is_known_passes_the_same_checks_as_what_has_just_come() {
        try (FakeRegistry elsewhere = FakeRegistry.start();
                BoundedHttp http = new BoundedHttp(
                        Tls.context(List.of(), null),
                        GuardedResolver.forConfiguredHost(SystemDefaultDnsResolver.INSTANCE),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        2)) {
            RegistryHost host = new RegistryHost(
                    registry.name(), Endpoint.of(registry.address()), Keychain.EMPTY, Set.of(), http, http, List.of());
            KnownChallenges known = new KnownChallenges(time.ticker());
            known.remember(
                    host,
                    new Challenge(
                            "bearer", Map.of("realm", "https://tokens.example:" + elsewhere.port(), "service", "s")));
            registry.basicAuth("alice", "s3cret");
            Answer answer = new RepositoryClient(
                            host,
                            "one",
                            Optional.of(Credential.of("alice", "s3cret")),
                            new Exchanges(RegistryEvents.NONE, Clock.systemUTC()),
                            known)
                    .manifest("1", new Deadline(Duration.ofSeconds(10)));
            assertThat(answer.isOk()).isTrue();
            assertThat(elsewhere.requests()).isEmpty();
            assertThat(known.of(host)).isEmpty();
        }
    }

    private void sendManifest(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", anImage().mediaType());
        FakeRegistry.respond(exchange, 200, anImage().manifestJson());
    }

    private static void sendToken(HttpExchange exchange, String token) throws IOException {
        FakeRegistry.respond(exchange, 200, TestImage.json(Map.of("token", token)));
    }
}
