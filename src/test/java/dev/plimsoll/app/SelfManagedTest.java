package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plimsoll.certificate.ApiServerClient;
import dev.plimsoll.kubernetes.MockApiServer;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.http.HttpServer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The application from a start without an API server and without a certificate to being called by the Service's name. */
@QuarkusTest
@TestProfile(SelfManagedTest.Profile.class)
class SelfManagedTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int UNAVAILABLE = 503;

    @Inject
    HttpServer server;

    @ConfigProperty(name = "quarkus.management.port")
    int managementPort;

    MockApiServer apiServer;

    /** So that no other test has to start with it. */
    public static final class Profile implements QuarkusTestProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Cluster.class));
        }
    }

    /** An API server that is not there yet. */
    public static final class Cluster implements QuarkusTestResourceLifecycleManager {

        private MockApiServer apiServer;

        @Override
        public Map<String, String> start() {
            apiServer = MockApiServer.absent();
            System.setProperty("kubernetes.master", apiServer.url());
            System.setProperty("kubernetes.auth.tryKubeConfig", "false");
            return Map.of(
                    "plimsoll.tls.mode", "selfManaged",
                    "plimsoll.tls.self-managed.namespace", "plimsoll",
                    "plimsoll.tls.reload-period", "200ms",
                    "quarkus.http.test-ssl-port", "0",
                    "quarkus.management.test-port", "0");
        }

        @Override
        public void inject(TestInjector injector) {
            injector.injectIntoFields(apiServer, new TestInjector.MatchesType(MockApiServer.class));
        }

        @Override
        public void stop() {
            System.clearProperty("kubernetes.master");
            System.clearProperty("kubernetes.auth.tryKubeConfig");
            apiServer.close();
        }
    }

    @Test
    void isReadyOnceTheApiServerLetsItHaveACertificate() throws Exception {
        assertThat(get("/q/health/started").statusCode()).isEqualTo(200);
        assertThat(get("/q/health/ready"))
                .returns(UNAVAILABLE, HttpResponse::statusCode)
                .extracting(HttpResponse::body)
                .asString()
                .contains("there is no certificate yet");

        apiServer.appear();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> get("/q/health/ready").statusCode() == 200);

        try (KubernetesClient client = apiServer.newClient()) {
            Secret secret = client.secrets()
                    .inNamespace("plimsoll")
                    .withName("plimsoll-certificate")
                    .get();
            String authority =
                    new String(Base64.getDecoder().decode(secret.getData().get("ca.crt")), StandardCharsets.US_ASCII);
            String end =
                    String.valueOf(ApiServerClient.shakeHandsAsHttp(server.getSecurePort(), authority, Instant.now())
                            .getNotAfter()
                            .toInstant()
                            .getEpochSecond());
            assertThat(get("/q/metrics").body())
                    .containsPattern("plimsoll_certificate_expiry_timestamp_seconds\\{certificate=\"serving\"\\} "
                            + "%s\\.%sE9"
                                    .formatted(end.charAt(0), end.substring(1).replaceAll("0+$", "")))
                    .contains("plimsoll_certificate_expiry_timestamp_seconds{certificate=\"authority\"}");
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:%d%s".formatted(managementPort, path)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
