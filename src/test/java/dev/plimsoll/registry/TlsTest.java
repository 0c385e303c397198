package dev.plimsoll.registry;

import static dev.plimsoll.registry.Inspecting.failure;
import static dev.plimsoll.registry.Inspecting.inspect;
import static dev.plimsoll.registry.Inspecting.tag;
import static dev.plimsoll.registry.TestImage.anImage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.InspectionException.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

    @TempDir
    private Path folder;

    private static TestSettings trusting(FakeRegistry registry, Path authority) {
        return TestSettings.defaults().set("hosts.\"%s\".ca-file".formatted(registry.name()), authority.toString());
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
                RegistryInspector inspector = TestSettings.defaults().inspector()) {
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
    void a_redirect_over_tls_is_followed_to_another_server_without_credentials() throws Exception {
        TestCertificates certificates = TestCertificates.forLoopback();
        try (FakeRegistry registry = FakeRegistry.start(certificates.serverContext());
                FakeRegistry storage = FakeRegistry.start(certificates.serverContext())) {
            String auths = "{\"auths\":{\"%s\":{\"username\":\"alice\",\"password\":\"s3cret\"}}}";
            Path config = Files.writeString(folder.resolve("config.json"), auths.formatted(registry.name()));
            registry.put("app", "1", anImage()).basicAuth("alice", "s3cret");
            registry.answer("/v2/app/blobs/", exchange -> {
                assertThat(exchange.getRequestHeaders()).containsKey("Authorization");
                exchange.getResponseHeaders()
                        .set(
                                "Location",
                                storage.address() + exchange.getRequestURI().getPath());
                FakeRegistry.respond(exchange, 307, new byte[0]);
            });
            storage.put("app", "1", anImage());
            try (RegistryInspector inspector = trusting(registry, certificates.authorityPem(folder))
                    .set("docker-config", config.toString())
                    .inspector()) {
                assertThat(inspect(inspector, tag(registry.name(), "app", "1")).images())
                        .hasSize(1);
            }
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
