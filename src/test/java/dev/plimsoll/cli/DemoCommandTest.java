package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plimsoll.cli.demo.PemServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DemoCommandTest {

    private static final Pattern CURL =
            Pattern.compile("curl -sS --cacert (?<ca>\\S+) .* --data-binary @(?<review>\\S+) ");

    private final Capture capture = Capture.plain();

    @Test
    void showsEveryWorkloadOnceAndEnds() {
        HttpsWebhook webhook = new HttpsWebhook();
        int status = PlimsollCommand.commandLine(webhook, capture.terminal()).execute("demo", "--once");
        assertThat(capture.err()).isEmpty();
        assertThat(status).isZero();
        assertThat(webhook.isStopped()).isTrue();
        assertThat(capture.out())
                .contains(
                        "$ kubectl apply -f web.yaml\n"
                                + "Error from server (Forbidden): error when creating \"web.yaml\": admission webhook "
                                + "\"validate.plimsoll.dev\" denied the request: no Deployments today",
                        "$ kubectl apply -f importer.yaml\nWarning: pods are watched\npod/importer created",
                        "$ kubectl apply -f checkout.yaml\ndeployment.apps/checkout configured",
                        "6 workloads: 3 denied, 1 admitted with a warning, 2 admitted");
    }

    @Test
    void saysSoIfTheWebhookDoesNotStart() {
        int status = PlimsollCommand.commandLine(new RecordingServer(1), capture.terminal())
                .execute("demo", "--once");
        assertThat(status).isEqualTo(2);
        assertThat(capture.err()).isEqualTo("plimsoll: the webhook ended before it was ready\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536"})
    void refusesWhatIsNoPort(String port) {
        assertThat(demo("--port=" + port)).isEqualTo(2);
        assertThat(capture.err()).isEqualTo("plimsoll: --port: a port is between 1 and 65535\n");
    }

    @Test
    void saysSoIfThePortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(demo("--port=" + taken.getLocalPort())).isEqualTo(2);
            assertThat(capture.err())
                    .startsWith("plimsoll: --port: %d cannot be had (".formatted(taken.getLocalPort()));
        }
    }

    @Test
    void goesOnServingAndSaysHowToTryIt() throws Exception {
        HttpsWebhook webhook = new HttpsWebhook();
        CompletableFuture<Integer> status = CompletableFuture.supplyAsync(
                () -> PlimsollCommand.commandLine(webhook, capture.terminal()).execute("demo"));
        await().until(() -> capture.out().contains("Metrics: "));
        assertThat(status).isNotDone();
        Matcher curl = CURL.matcher(capture.out());
        assertThat(curl.find()).isTrue();
        assertThat(Path.of(curl.group("ca"))).content().startsWith("-----BEGIN CERTIFICATE-----");
        assertThat(new ObjectMapper()
                        .readTree(Path.of(curl.group("review")).toFile())
                        .at("/request/name")
                        .asText())
                .isEqualTo("web");
        webhook.stop();
        assertThat(status.get(10, TimeUnit.SECONDS)).isZero();
    }

    private int demo(String option) {
        return PlimsollCommand.commandLine(new RecordingServer(0), capture.terminal())
                .execute("demo", option);
    }

    /** Serves what the demo configures, and answers by kind. */
    private static final class HttpsWebhook implements Server {

        private static final ObjectMapper JSON = new ObjectMapper();

        private final CountDownLatch stopped = new CountDownLatch(1);

        @Override
        public int serve(Map<String, String> configuration) {
            try (PemServer https = PemServer.start(
                    Integer.parseInt(configuration.get("quarkus.http.ssl-port")),
                    Path.of(configuration.get("plimsoll.tls.cert-file")),
                    Path.of(configuration.get("plimsoll.tls.key-file")))) {
                https.handle("/validate", HttpsWebhook::judge);
                awaitStop(Integer.parseInt(configuration.get("quarkus.management.port")));
                return 0;
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        private void awaitStop(int managementPort) throws IOException {
            HttpServer management =
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), managementPort), 0);
            management.createContext("/q/health/ready", exchange -> {
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            management.start();
            try {
                stopped.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                management.stop(0);
            }
        }

        @Override
        public void stop() {
            stopped.countDown();
        }

        boolean isStopped() {
            return stopped.getCount() == 0;
        }

        private static void judge(HttpExchange exchange) throws IOException {
            JsonNode request = JSON.readTree(exchange.getRequestBody()).path("request");
            byte[] answer = JSON.writeValueAsBytes(Map.of("response", response(request)));
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }

        private static Map<String, Object> response(JsonNode request) {
            boolean update = request.path("operation").asText().equals("UPDATE");
            return switch (request.path("kind").path("kind").asText()) {
                case "Deployment" ->
                    Map.of(
                            "allowed",
                            update,
                            "status",
                            Map.of("reason", "Forbidden", "message", "no Deployments today"));
                case "Pod" -> Map.of("allowed", true, "warnings", new String[] {"pods are watched"});
                default -> Map.of("allowed", true);
            };
        }
    }
}
