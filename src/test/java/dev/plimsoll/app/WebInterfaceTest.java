package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.http.HttpServer;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page beside health and metrics, where it is wanted. */
@QuarkusTest
@QuarkusTestResource(WebhookEnvironment.class)
@TestProfile(WebInterfaceTest.Wanted.class)
class WebInterfaceTest {

    /** It is off unless somebody wants it. */
    public static final class Wanted implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("plimsoll.web.enabled", "true");
        }
    }

    @Inject
    HttpServer server;

    private HttpResponse<String> send(String method, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + server.getManagementPort() + path))
                                .method(method, BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
    }

    @Test
    void saysWhyThereIsNothingToSee() throws Exception {
        assertThat(send("GET", "/").body()).contains("Nothing is audited", "plimsoll.cluster.watch");
        assertThat(send("GET", "/images").body()).contains("Nothing is audited");
    }

    @Test
    void showsThePoliciesThatHold() throws Exception {
        assertThat(send("GET", "/policies").body()).contains("baseline", "enforced", "at most 200 MiB", "in force");
    }

    @Test
    void isReadOnlyAndLeavesTheOthersAlone() throws Exception {
        assertThat(send("DELETE", "/policies").statusCode()).isEqualTo(405);
        assertThat(send("HEAD", "/policies").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/q/health/live").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/q/metrics").body()).contains("plimsoll_");
        assertThat(send("GET", "/nothing").statusCode()).isEqualTo(404);
    }
}
