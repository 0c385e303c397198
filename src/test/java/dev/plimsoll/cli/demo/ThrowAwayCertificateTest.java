package dev.plimsoll.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThrowAwayCertificateTest {

    private final ThrowAwayCertificate certificate = ThrowAwayCertificate.issue();
    private PemServer server;

    @TempDir
    Path folder;

    @BeforeEach
    void serveWithTheFiles() throws Exception {
        certificate.writeCertificate(folder.resolve("tls.crt"));
        certificate.writeKey(folder.resolve("tls.key"));
        server = PemServer.start(0, folder.resolve("tls.crt"), folder.resolve("tls.key"));
        server.handle("/ready", exchange -> exchange.sendResponseHeaders(200, -1));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1"})
    void isTrustedByThoseWhoTrustItsAuthority(String host) throws Exception {
        assertThat(client(certificate, host).isReady()).isTrue();
    }

    @Test
    void isTrustedByNobodyElse() throws Exception {
        assertThat(client(ThrowAwayCertificate.issue(), "localhost").isReady()).isFalse();
        assertThatThrownBy(() -> URI.create("https://localhost:" + server.port() + "/ready")
                        .toURL()
                        .openStream())
                .isInstanceOf(SSLException.class);
    }

    @Test
    void doesNotLast() {
        assertThat(certificate.certificate().getNotAfter().toInstant())
                .isBetween(Instant.now(), Instant.now().plus(Duration.ofDays(1)));
        assertThat(certificate.certificate().getPublicKey().getAlgorithm()).isEqualTo("EC");
    }

    private WebhookClient client(ThrowAwayCertificate trusted, String host) {
        URI address = URI.create("https://%s:%d/ready".formatted(host, server.port()));
        return new WebhookClient(trusted, address, address);
    }
}
