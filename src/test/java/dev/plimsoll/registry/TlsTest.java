package dev.plimsoll.registry;

import static dev.plimsoll.registry.Inspecting.failure;
import static dev.plimsoll.registry.Inspecting.inspect;
import static dev.plimsoll.registry.Inspecting.tag;
import static dev.plimsoll.registry.TestImage.anImage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.github.benmanes.caffeine.cache.Ticker;
import com.sun.net.httpserver.HttpsExchange;
import dev.plimsoll.TestCertificates;
import dev.plimsoll.image.Credential;
import dev.plimsoll.image.InspectionException.Reason;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    private static TestSettings trusting(FakeRegistry registry, Path authority) {
        return TestSettings.defaults()
                .https(registry.name())
                .set("hosts.\"%s\".ca-file".formatted(registry.name()), authority.toString());
    }

    @Test
    void a_registry_is_trusted_by_the_authority_that_is_configured_for_it() {
        TestCertificates certificates = TestCertificates.forLoopback();
        try (FakeRegistry registry = FakeRegistry.start(certificates.serverContext());
                RegistryInspector inspector =
                        trusting(registry, certificates.authorityPem(folder)).inspector()) {
            registry.put("app", "1", anImage()).bearerAuth();
            assertThat(inspect(inspector, tag(registry.name(), "app", "1")).images())
                    .hasSize(1);
        }
    }

    @Test
    void several_authorities_may_be_in_one_file() throws Exception {
        TestCertificates certificates = TestCertificates.forLoopback();
        String other = Files.readString(TestCertificates.forLoopback().authorityPem(folder));
        String own = Files.readString(certificates.authorityPem(folder));
        Path bundle = Files.writeString(folder.resolve("bundle.pem"), other + own, StandardCharsets.UTF_8);
        try (FakeRegistry registry = FakeRegistry.start(certificates.serverContext());
                RegistryInspector inspector = trusting(registry, bundle).inspector()) {
            registry.put("app", "1", anImage());
            assertThat(inspect(inspector, tag(registry.name(), "app", "1")).images())
                    .hasSize(1);
        }
    }

    @Test
    void without_that_its_certificate_is_not_trusted() {
        try (FakeRegistry registry =
                        FakeRegistry.start(TestCertificates.forLoopback().serverContext());
                RegistryInspector inspector =
                        TestSettings.defaults().https(registry.name()).inspector()) {
            registry.put("app", "1", anImage());
            assertThat(failure(inspector, tag(registry.name(), "app", "1")))
                    .hasMessage("%s: its certificate is not trusted", registry.name())
                    .extracting("reason")
                    .isEqualTo(Reason.UNAVAILABLE);
            assertThat(registry.requests()).isEmpty();
        }
    }

    @Test
    void an_authority_is_trusted_for_its_registry_only() {
        TestCertificates certificates = TestCertificates.forLoopback();
        try (FakeRegistry registry = FakeRegistry.start(certificates.serverContext());
                RegistryInspector inspector = TestSettings.defaults()
                        .https(registry.name())
                        .set(
                                "hosts.\"other.corp\".ca-file",
                                certificates.authorityPem(folder).toString())
                        .inspector()) {
            assertThat(failure(inspector, tag(registry.name(), "app", "1"))).hasMessageEndingWith("is not trusted");
        }
    }

    @Test
    void a_certificate_for_another_host_is_refused() {
        TestCertificates certificates = TestCertificates.forHost("registry.corp");
        try (FakeRegistry registry = FakeRegistry.start(certificates.serverContext());
                RegistryInspector inspector =
                        trusting(registry, certificates.authorityPem(folder)).inspector()) {
            assertThat(failure(inspector, tag(registry.name(), "app", "1")))
                    .hasMessage("%s: its certificate is for another host", registry.name())
                    .extracting("reason")
                    .isEqualTo(Reason.UNAVAILABLE);
            assertThat(registry.requests()).isEmpty();
        }
    }

    @Test
    void a_certificate_that_has_expired_is_said_to_have() {
        TestCertificates certificates = TestCertificates.forLoopback(Duration.ofMinutes(-1));
        try (FakeRegistry registry = FakeRegistry.start(certificates.serverContext());
                RegistryInspector inspector =
                        trusting(registry, certificates.authorityPem(folder)).inspector()) {
            assertThat(failure(inspector, tag(registry.name(), "app", "1")))
                    .hasMessage("%s: its certificate has expired", registry.name());
        }
    }

    @Test
    void a_client_certificate_is_presented_to_its_registry() {
        TestCertificates certificates = TestCertificates.forLoopback();
        try (FakeRegistry registry = FakeRegistry.startAskingClients(certificates.serverContextAskingClients(), true)) {
            registry.put("app", "1", anImage());
            try (RegistryInspector anonymous =
                    trusting(registry, certificates.authorityPem(folder)).inspector()) {
                assertThat(failure(anonymous, tag(registry.name(), "app", "1")).reason())
                        .isEqualTo(Reason.UNAVAILABLE);
            }
            try (RegistryInspector inspector =
                    presenting(certificates, registry).inspector()) {
                assertThat(inspect(inspector, tag(registry.name(), "app", "1")).images())
                        .hasSize(1);
            }
        }
    }

    @Test
    void and_to_nobody_else() {
        TestCertificates certificates = TestCertificates.forLoopback();
        AtomicReference<Object> presented = new AtomicReference<>("nobody came");
        try (FakeRegistry registry = FakeRegistry.start(certificates.serverContext());
                FakeRegistry mirror =
                        FakeRegistry.startAskingClients(certificates.serverContextAskingClients(), false);
                RegistryInspector inspector = presenting(certificates, registry)
                        .set("hosts.\"%s\".mirrors".formatted(registry.name()), mirror.address() + "/")
                        .set(
                                "hosts.\"%s\".ca-file".formatted(mirror.name()),
                                certificates.authorityPem(folder).toString())
                        .inspector()) {
            mirror.answer("/", exchange -> {
                presented.set(principal((HttpsExchange) exchange));
                FakeRegistry.respond(exchange, 404, new byte[0]);
            });
            assertThat(failure(inspector, tag(registry.name(), "app", "1")).reason())
                    .isEqualTo(Reason.NOT_FOUND);
            assertThat(presented).hasValue("nobody");
        }
    }

    private static String principal(HttpsExchange exchange) {
        try {
            return exchange.getSSLSession().getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException e) {
            return "nobody";
        }
    }

    @Test
    void a_redirect_does_not_lead_over_the_connections_that_present_it() {
        TestCertificates certificates = TestCertificates.forLoopback();
        try (FakeRegistry registry = FakeRegistry.start(certificates.serverContext());
                RegistryHosts hosts = RegistryHosts.of(
                        presenting(certificates, registry).build(),
                        new NameLookups(
                                SystemDefaultDnsResolver.INSTANCE,
                                TIMEOUT,
                                Ticker.systemTicker(),
                                RegistryEvents.NONE))) {
            RegistryHost host = hosts.host(registry.name());
            assertThat(host.http(registry.address())).isSameAs(host.own());
            assertThat(host.http(URI.create("https://storage.corp/x")))
                    .isSameAs(host.others())
                    .isNotSameAs(host.own());
            assertThat(host.httpForTokens(URI.create("https://127.0.0.1/token")))
                    .isSameAs(host.others());
        }
    }

    private TestSettings presenting(TestCertificates certificates, FakeRegistry registry) {
        String host = "hosts.\"%s\".".formatted(registry.name());
        return trusting(registry, certificates.authorityPem(folder))
                .set(host + "client-cert-file", certificates.serverPem(folder).toString())
                .set(host + "client-key-file", certificates.serverKeyPem(folder).toString());
    }

    @Test
    void a_client_certificate_and_a_key_that_do_not_belong_together_end_the_start() {
        TestCertificates certificates = TestCertificates.forLoopback();
        try (FakeRegistry registry = FakeRegistry.start()) {
            TestSettings settings = presenting(certificates, registry);
            TestCertificates.forLoopback().serverKeyPem(folder);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> settings.inspector().close())
                    .withMessageStartingWith(
                            "plimsoll.registry.hosts.\"%s\".client-cert-file: the private key is not that of",
                            registry.name());
        }
    }

    @Test
    void a_redirect_over_tls_is_followed_to_another_server_without_credentials() {
        TestCertificates certificates = TestCertificates.forLoopback();
        try (FakeRegistry registry = FakeRegistry.start(certificates.serverContext());
                FakeRegistry storage = FakeRegistry.start(certificates.serverContext());
                BoundedHttp anywhere = new BoundedHttp(
                        Tls.context(Tls.certificates(certificates.authorityPem(folder)), null),
                        GuardedResolver.forConfiguredHost(SystemDefaultDnsResolver.INSTANCE),
                        TIMEOUT,
                        TIMEOUT,
                        4)) {
            registry.put("app", "1", anImage()).basicAuth("alice", "s3cret");
            registry.answer("/v2/app/blobs/", exchange -> {
                boolean authorized = exchange.getRequestHeaders().containsKey("Authorization");
                exchange.getResponseHeaders()
                        .set(
                                "Location",
                                storage.address() + exchange.getRequestURI().getPath());
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"fake\"");
                FakeRegistry.respond(exchange, authorized ? 307 : 401, new byte[0]);
            });
            storage.put("app", "1", anImage());
            RegistryHost host = new RegistryHost(
                    registry.name(),
                    Endpoint.of(registry.address()),
                    Keychain.EMPTY,
                    Set.of(),
                    anywhere,
                    anywhere,
                    List.of());
            Exchanges exchanges = new Exchanges(RegistryEvents.NONE, Clock.systemUTC());
            Answer answer = new RepositoryClient(
                            host,
                            "app",
                            Optional.of(Credential.of("alice", "s3cret")),
                            exchanges,
                            new KnownChallenges(Ticker.systemTicker()))
                    .blob(anImage().configDigest(), new Deadline(TIMEOUT));
            assertThat(answer.body()).isEqualTo(anImage().configJson());
            assertThat(registry.requests()).hasSize(2);
            assertThat(storage.requests()).hasSize(1).noneMatch(request -> request.header("Authorization")
                    .isPresent());
        }
    }

    @Test
    void a_redirect_from_tls_to_plain_http_is_not_followed() {
        TestCertificates certificates = TestCertificates.forLoopback();
        try (FakeRegistry registry = FakeRegistry.start(certificates.serverContext());
                FakeRegistry storage = FakeRegistry.start();
                RegistryInspector inspector =
                        trusting(registry, certificates.authorityPem(folder)).inspector()) {
            registry.answer("/v2/", 307, storage.address() + "/x");
            assertThat(failure(inspector, tag(registry.name(), "app", "1")).reason())
                    .isEqualTo(Reason.REFUSED);
            assertThat(storage.requests()).isEmpty();
        }
    }
}
