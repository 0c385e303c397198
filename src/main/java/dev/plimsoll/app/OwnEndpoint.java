package dev.plimsoll.app;

import dev.plimsoll.certificate.OwnCertificateTrust;
import dev.plimsoll.certificate.ServingCertificate;
import io.quarkus.vertx.http.HttpServer;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The webhook as the API server would reach it, called by itself: over TLS, with the certificate in use. */
@Singleton
final class OwnEndpoint {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final HttpServer server;
    private final ServingCertificate certificate;

    OwnEndpoint(HttpServer server, @Identifier("plimsoll") ServingCertificate certificate) {
        this.server = server;
        this.certificate = certificate;
    }

    /**
     * Sends a review over a new connection and waits for the answer, for three seconds at the most.
     *
     * @return the HTTP status
     * @throws IOException if there was no answer
     */
    int post(byte[] review) throws IOException {
        // A client for each call: a handshake of its own is what it is for, and the JDK's client keeps connections.
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(OwnCertificateTrust.contextFor(certificate))
                .connectTimeout(TIMEOUT)
                .build();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("https://127.0.0.1:%d/validate?timeout=2s".formatted(server.getSecurePort())))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(review))
                .build();
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
