package dev.plimsoll.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks the webhook as the API server does: over TLS, HTTP/1.1, with a deadline. */
public final class WebhookClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final URI webhook;
    private final URI readiness;

    /**
     * @param webhook where reviews are posted to
     * @param readiness where it says whether it is ready
     */
    public WebhookClient(ThrowAwayCertificate certificate, URI webhook, URI readiness) {
        this.http = HttpClient.newBuilder()
                .sslContext(certificate.trustingContext())
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
        this.webhook = webhook;
        this.readiness = readiness;
    }

    public boolean isReady() throws InterruptedException {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(readiness).timeout(TIMEOUT).build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Has the webhook judge.
     *
     * @throws IOException if it gives no answer that an API server would accept
     */
    public JsonNode review(JsonNode review) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(webhook)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(review)))
                .build();
        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException("the webhook answered with status " + response.statusCode());
        }
        return JSON.readTree(response.body());
    }
}
