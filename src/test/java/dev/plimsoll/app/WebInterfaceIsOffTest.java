package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.HttpServer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever did not ask for the page has none. */
@QuarkusTest
@QuarkusTestResource(WebhookEnvironment.class)
class WebInterfaceIsOffTest {

    @Inject
    HttpServer server;

    @ParameterizedTest
    @ValueSource(strings = {"/", "/images", "/namespaces", "/policies", "/unknown"})
    void thereIsNoPage(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:%d%s".formatted(server.getManagementPort(), path));
        assertThat(HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(404);
    }
}
