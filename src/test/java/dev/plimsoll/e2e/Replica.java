package dev.plimsoll.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The packaged application, run as its Deployment says, but outside of the cluster. */
final class Replica implements AutoCloseable {

    private static final Path JAR =
            Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath();
    private static final int LONGEST_START_IN_SECONDS = 90;

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = Program.freePort();
    private final int managementPort = Program.freePort();
    private final Program program;

    /**
     * @param folder it works in, with its {@code config}
     * @param environment that its container would have
     * @param settings that outrank it
     */
    Replica(Path folder, Map<String, String> environment, List<String> settings) throws IOException {
        List<String> command = new java.util.ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(settings.stream().map(setting -> "-D" + setting).toList());
        command.addAll(List.of(
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.ssl-port=" + port,
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=" + managementPort,
                "-jar",
                JAR.toString(),
                "serve"));
        program = Program.start(folder, "replica", environment, command);
    }

    int port() {
        return port;
    }

    void awaitReady() {
        await().atMost(LONGEST_START_IN_SECONDS, SECONDS).until(() -> {
            if (!program.isAlive()) {
                throw new AssertionError(program.log());
            }
            return isReady();
        });
    }

    boolean isReady() {
        return program.isAlive() && status("/q/health/ready") == 200;
    }

    String metrics() {
        return body("/q/metrics");
    }

    String log() {
        return program.log();
    }

    void kill() {
        program.kill();
    }

    void terminate() {
        program.terminate();
    }

    private int status(String path) {
        try {
            return http.send(request(path), BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String body(String path) {
        try {
            return http.send(request(path), BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
                .timeout(Duration.ofSeconds(5))
                .build();
    }

    @Override
    public void close() throws InterruptedException {
        program.close();
    }
}
