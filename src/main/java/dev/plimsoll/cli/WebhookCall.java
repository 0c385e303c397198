package dev.plimsoll.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.kubernetes.WebhookRegistration.Webhook;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** One call of a webhook, as the API server makes it: HTTP/1.1 over TLS, trusting the registered authorities alone. */
final class WebhookCall {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The review by which the webhook warms up: it names no registry that could be bothered. */
    private static final String REVIEW = "/warm-up/review.json";

    private final Webhook webhook;

    WebhookCall(Webhook webhook) {
        this.webhook = webhook;
    }

    /**
     * What an API server would accept as an answer.
     *
     * @param mode and verdict, as the answer's audit annotations say
     */
    record Answer(Duration took, String mode, String verdict) {}

    /** @throws IOException if there is no answer that an API server would accept; the message says why */
    Answer make() throws IOException, InterruptedException {
        ObjectNode review = review();
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        webhook.address() + "?timeout=" + webhook.timeout().toSeconds() + "s"))
                .timeout(webhook.timeout())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(review)))
                .build();
        long start = System.nanoTime();
        HttpResponse<byte[]> response = send(request);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        if (response.statusCode() != 200) {
            throw new IOException("it answered with status " + response.statusCode());
        }
        JsonNode answer = JSON.readTree(response.body()).path("response");
        if (!answer.path("uid").equals(review.at("/request/uid"))
                || !answer.path("allowed").isBoolean()) {
            throw new IOException("what it answered is no AdmissionReview of what was asked");
        }
        JsonNode annotations = answer.path("auditAnnotations");
        return new Answer(
                took,
                annotations.path("mode").asText("unknown"),
                annotations.path("verdict").asText("unknown"));
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trusted())
                .connectTimeout(webhook.timeout())
                .build();
        try {
            return client.send(request, BodyHandlers.ofByteArray());
        } catch (SSLException e) {
            throw new IOException("its certificate is not one that the caBundle stands for: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IOException("it cannot be reached: " + reason(e), e);
        }
    }

    private static String reason(Throwable failure) {
        @Nullable String message = failure.getMessage();
        return message != null ? message : failure.getClass().getSimpleName();
    }

    private SSLContext trusted() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authorities(webhook.caBundle()));
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("its caBundle cannot be used: " + e.getMessage(), e);
        }
    }

    /** Null is the system's. */
    private static @Nullable KeyStore authorities(Optional<String> bundle)
            throws GeneralSecurityException, IOException {
        if (bundle.isEmpty()) {
            return null;
        }
        KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
        authorities.load(null, null);
        InputStream pem = new ByteArrayInputStream(bundle.get().getBytes(StandardCharsets.US_ASCII));
        for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
            authorities.setCertificateEntry("authority-" + authorities.size(), authority);
        }
        return authorities;
    }

    private static ObjectNode review() throws IOException {
        try (InputStream text = WebhookCall.class.getResourceAsStream(REVIEW)) {
            ObjectNode review = (ObjectNode) JSON.readTree(text);
            review.withObject("/request").put("uid", UUID.randomUUID().toString());
            return review;
        }
    }
}
