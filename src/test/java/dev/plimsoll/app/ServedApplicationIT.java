package dev.plimsoll.app;

import static dev.plimsoll.app.WebhookClient.fixture;
import static dev.plimsoll.app.WebhookClient.response;
import static dev.plimsoll.registry.TestImage.anImage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.TestCertificates;
import dev.plimsoll.registry.FakeRegistry;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application as a container runs it: started, probed, asked, and told to end. */
class ServedApplicationIT {

    private static final Path JAR =
            Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath();
    private static final int UNAVAILABLE = 503;

    @TempDir
    Path folder;

    private final int port = freePort();
    private final int managementPort = freePort();
    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void endProcesses() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void isNotReadyAnyMoreBeforeItFinishesWhatIsInFlightAndEnds() throws Exception {
        try (FakeRegistry registry = FakeRegistry.start()) {
            registry.put("library/slow", "1", anImage().user("1000"));
            registry.answer("/v2/library/slow/manifests/1", exchange -> {
                pause(Duration.ofSeconds(2));
                FakeRegistry.respond(exchange, 404, new byte[0]);
            });
            Process process = serve(
                    "-Dquarkus.shutdown.delay=1s",
                    "-Dplimsoll.registry.hosts.\"docker.io\".endpoint=" + registry.address());
            await().atMost(Duration.ofSeconds(60)).until(() -> readiness() == 200);

            CompletableFuture<HttpResponse<String>> inFlight =
                    new WebhookClient(port).postLater(reviewOf("slow:1"), "10s");
            await().atMost(Duration.ofSeconds(10)).until(() -> registry.requests("/manifests/") == 1);
            process.destroy();
            await().atMost(Duration.ofSeconds(1)).until(() -> readiness() == UNAVAILABLE);

            assertThat(response(inFlight.join()).path("warnings").toString()).contains("slow:1 (not-found: ");
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void listensOnNoPortForPlainHttp() throws Exception {
        serve("-Dquarkus.http.port=" + freePort());
        await().atMost(Duration.ofSeconds(60)).until(() -> readiness() == 200);
        assertThat(Files.readString(folder.resolve("log")))
                .contains("Listening on: https://")
                .doesNotContain("Listening on: http://");
    }

    @Test
    void saysInOneLineWhyItDoesNotStart() throws Exception {
        Process process = start(
                toLog(), "-Dplimsoll.tls.cert-file=" + folder.resolve("nowhere.crt"), "-Dplimsoll.tls.key-file=x");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(Files.readAllLines(folder.resolve("log")))
                .containsExactly("plimsoll: " + folder.resolve("nowhere.crt") + " cannot be read as PEM");
    }

    @Test
    void namesEveryProblemOfItsPoliciesWhenItDoesNotStart() throws Exception {
        Path policies = Files.writeString(folder.resolve("policies.yaml"), """
                apiVersion: plimsoll.dev/v1alpha1
                kind: ImageAdmissionPolicy
                metadata: {name: team}
                spec:
                  validationActions: [Deny, Warn]
                  checks: {imageSize: {max: 5OOMi}}
                """);
        Process process = serve("-Dplimsoll.policies=" + policies);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(Files.readAllLines(folder.resolve("log")))
                .hasSize(2)
                .allMatch(line -> line.startsWith("plimsoll: " + policies + ": ImageAdmissionPolicy \"team\": spec."));
    }

    /** As when the disk of a node's logs is full. */
    @Test
    void answersThoughNobodyTakesItsLog() throws Exception {
        serve(Redirect.PIPE, "-Dquarkus.log.level=DEBUG");
        await().atMost(Duration.ofSeconds(60)).until(() -> readiness() == 200);
        WebhookClient client = new WebhookClient(port);
        for (int number = 0; number < 50; number++) {
            assertThat(response(client.postLater(reviewOf("127.0.0.1:1/app:" + number), "2s")
                                    .get(5, TimeUnit.SECONDS))
                            .path("allowed")
                            .isBoolean())
                    .isTrue();
        }
    }

    /** Reviews that come together are judged together only if they come to the same loop. */
    @Test
    void hasOneEventLoopForEachProcessor() throws Exception {
        int processors = Runtime.getRuntime().availableProcessors();
        assertThat(eventLoopsIn(serve(), 3 * processors)).hasSize(processors);
    }

    @Test
    void hasAsManyEventLoopsAsTheFileSays() throws Exception {
        int wanted = Runtime.getRuntime().availableProcessors() + 1;
        Path configuration = Files.createDirectory(folder.resolve("config"));
        Files.writeString(
                configuration.resolve("application.properties"), "quarkus.vertx.event-loops-pool-size=" + wanted);
        assertThat(eventLoopsIn(serve(), 3 * wanted)).hasSize(wanted);
    }

    private Stream<String> eventLoopsIn(Process process, int connections) throws Exception {
        await().atMost(Duration.ofSeconds(60)).until(() -> readiness() == 200);
        for (int connection = 0; connection < connections; connection++) {
            new WebhookClient(port)
                    .postLater(reviewOf("127.0.0.1:1/app:1"), "2s")
                    .get(5, TimeUnit.SECONDS);
        }
        return threadsOf(process).filter(line -> line.startsWith("\"vert.x-eventloop-thread-"));
    }

    private static Stream<String> threadsOf(Process process) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        "" + process.pid(),
                        "Thread.print")
                .start()
                .inputReader()
                .lines();
    }

    private Process serve(String... properties) throws IOException {
        return serve(toLog(), properties);
    }

    private Redirect toLog() {
        return Redirect.to(folder.resolve("log").toFile());
    }

    private Process serve(Redirect log, String... properties) throws IOException {
        TestCertificates.ec().writeTo(folder);
        List<String> all = new ArrayList<>(List.of(
                "-Dplimsoll.tls.cert-file=" + folder.resolve("tls.crt"),
                "-Dplimsoll.tls.key-file=" + folder.resolve("tls.key"),
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.ssl-port=" + port,
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=" + managementPort,
                "-Dquarkus.shutdown.delay=0s"));
        all.addAll(List.of(properties));
        return start(log, all.toArray(String[]::new));
    }

    private Process start(Redirect log, String... properties) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(properties));
        command.addAll(List.of("-jar", JAR.toString(), "serve"));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        processes.add(process);
        return process;
    }

    private int readiness() throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:%d/q/health/ready".formatted(managementPort));
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (ConnectException e) {
            return 0;
        }
    }

    private static String reviewOf(String image) {
        ObjectNode review = (ObjectNode) fixture("pod-create-by-run");
        ((ObjectNode) review.at("/request/object/spec/containers/0")).put("image", image);
        return review.toString();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
