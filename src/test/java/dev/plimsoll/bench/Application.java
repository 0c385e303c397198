package dev.plimsoll.bench;

import dev.plimsoll.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The packaged application as a process of its own, with the heap that it has in a container. */
final class Application implements AutoCloseable {

    private static final Path JAR =
            Path.of("target", "bench", "quarkus-app", "quarkus-run.jar").toAbsolutePath();
    private static final Duration LONGEST_START = Duration.ofSeconds(180);

    private static final String POLICIES = """
            apiVersion: plimsoll.dev/v1alpha1
            kind: ImageAdmissionPolicy
            metadata: {name: baseline}
            spec:
              validationActions: [Warn, Audit]
              checks:
                imageSize: {max: 500Mi}
                layerCount: {max: 60}
                mutableTag: {tags: [latest]}
                rootUser: {}
            ---
            apiVersion: plimsoll.dev/v1alpha1
            kind: ImageAdmissionPolicy
            metadata: {name: platform}
            spec:
              validationActions: [Audit]
              checks:
                layerSize: {max: 200Mi}
                podSize: {max: 2Gi}
                platformMismatch: {}
            ---
            apiVersion: plimsoll.dev/v1alpha1
            kind: ImageAdmissionPolicy
            metadata: {name: enforced}
            spec:
              validationActions: [Deny]
              match: {excludeImages: ["registry.k8s.io/**"]}
              checks:
                imageSize: {max: 2Gi}
                mutableTag: {tags: [latest, "nightly-*"]}
                willNotStart: {}
            """;

    private final TestCertificates certificates = TestCertificates.ec();
    private final int port = freePort();
    private final Path folder;
    private final Process process;
    private final HttpClient client;
    private final URI management;

    /**
     * Starts it and waits until it is ready.
     *
     * @param prefix of the command, such as what pins it to some processors
     */
    Application(List<String> prefix, Map<String, String> configuration) throws IOException, InterruptedException {
        this(prefix, "256m", configuration);
    }

    /** @param heap the most that it may use */
    Application(List<String> prefix, String heap, Map<String, String> configuration)
            throws IOException, InterruptedException {
        int managementPort = freePort();
        folder = Files.createTempDirectory("plimsoll-bench");
        certificates.writeTo(folder);
        Files.writeString(folder.resolve("policies.yaml"), POLICIES);
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx" + heap,
                "-Dplimsoll.tls.cert-file=" + folder.resolve("tls.crt"),
                "-Dplimsoll.tls.key-file=" + folder.resolve("tls.key"),
                "-Dplimsoll.policies=" + folder.resolve("policies.yaml"),
                "-Dplimsoll.mode=enforce",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.ssl-port=" + port,
                "-Dquarkus.management.host=127.0.0.1",
                "-Dquarkus.management.port=" + managementPort,
                "-Dquarkus.shutdown.delay=0s"));
        configuration.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-jar", JAR.toString(), "serve"));
        process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        // However this process ends, that one ends with it.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(certificates.clientContext())
                .build();
        management = URI.create("http://127.0.0.1:" + managementPort);
        awaitReady(management.resolve("/q/health/ready"));
    }

    URI address() {
        return URI.create("https://127.0.0.1:" + port);
    }

    long process() {
        return process.pid();
    }

    String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    /** The processor time that its process has had so far, in user mode and in the kernel. */
    Duration processorTime() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** The longest that a review has lately taken, from when it was read until its answer was written. */
    Duration slowestReview() throws IOException, InterruptedException {
        HttpRequest metrics =
                HttpRequest.newBuilder(management.resolve("/q/metrics")).build();
        double seconds = client.send(metrics, BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith("plimsoll_reviews_seconds_max"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .max()
                .orElse(0);
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    CompletableFuture<HttpResponse<String>> review(byte[] review) {
        return review(review, Duration.ofSeconds(10));
    }

    /** @param timeout the API server's, as the webhook is told */
    CompletableFuture<HttpResponse<String>> review(byte[] review, Duration timeout) {
        HttpRequest request = HttpRequest.newBuilder(
                        address().resolve("/validate?timeout=%dms".formatted(timeout.toMillis())))
                .timeout(timeout.plusSeconds(10))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(review))
                .build();
        return client.sendAsync(request, BodyHandlers.ofString());
    }

    private void awaitReady(URI readiness) throws IOException, InterruptedException {
        HttpRequest probe =
                HttpRequest.newBuilder(readiness).timeout(Duration.ofSeconds(5)).build();
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                if (client.send(probe, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // Not listening yet.
            }
            Thread.sleep(200);
        }
        process.destroyForcibly();
        throw new IOException("the application did not start:\n" + Files.readString(folder.resolve("log")));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
