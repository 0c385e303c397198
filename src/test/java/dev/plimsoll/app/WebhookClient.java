package dev.plimsoll.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Calls the webhook as an API server does: reviews over TLS. */
final class WebhookClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI uri;
    private final HttpClient http =
            HttpClient.newBuilder().sslContext(trustingAll()).build();

    WebhookClient(int port) {
        this.uri = URI.create("https://127.0.0.1:%d/validate".formatted(port));
    }

    /** A review that this project keeps as a fixture. */
    static JsonNode fixture(String name) {
        try (InputStream file = WebhookClient.class.getResourceAsStream("/reviews/%s.json".formatted(name))) {
            return JSON.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The response within the answer to a review, which must be one. */
    JsonNode review(JsonNode review) {
        return response(post(review.toString(), "10s"));
    }

    HttpResponse<String> post(String body, String timeout) {
        try {
            return http.send(request(body, timeout).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    CompletableFuture<HttpResponse<String>> postLater(String body, String timeout) {
        return http.sendAsync(request(body, timeout).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends the body only once the server says that it wants it. */
    HttpResponse<String> postIfWelcome(String body) {
        HttpRequest request = request(body, "10s").expectContinue(true).build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
    }

    private HttpRequest.Builder request(String body, String timeout) {
        return HttpRequest.newBuilder(URI.create(uri + "?timeout=" + timeout))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    static JsonNode response(HttpResponse<String> answer) {
        JsonNode review = read(answer.body());
        if (answer.statusCode() != 200 || !review.path("kind").asText().equals("AdmissionReview")) {
            throw new AssertionError("HTTP %d: %s".formatted(answer.statusCode(), answer.body()));
        }
        return review.path("response");
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** What a new connection is shown. */
    static X509Certificate presentedCertificate(int port) {
        try (SSLSocket socket = (SSLSocket) trustingAll().getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setSoTimeout(5_000);
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whom the tests talk to is known; what is presented is asserted where it matters. */
    private static SSLContext trustingAll() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAll()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static final class TrustAll extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
