package dev.plimsoll.cli;

import dev.plimsoll.cli.demo.Act;
import dev.plimsoll.cli.demo.ThrowAwayCertificate;
import dev.plimsoll.cli.demo.WebhookClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The webhook as the demo runs it: on loopback, in this process, with everything it needs in a temporary folder. */
final class DemoServer implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private static final int LARGEST_PORT = 65535;

    /** Nothing listens there. */
    private static final String DOWN = "http://127.0.0.1:1";

    private final Server server;
    private final CompletableFuture<Integer> served = new CompletableFuture<>();
    private final WebhookClient client;
    private final URI address;
    private final URI management;
    private final Path folder;

    private DemoServer(Server server, ThrowAwayCertificate certificate, URI address, URI management, Path folder) {
        this.server = server;
        this.address = address;
        this.management = management;
        this.folder = folder;
        this.client = new WebhookClient(
                certificate, address.resolve("/validate?timeout=5s"), management.resolve("/q/health/ready"));
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param port 0 for any that is free
     * @throws CouldNotRunException if the port cannot be had, or the webhook does not become ready
     */
    static DemoServer start(Server server, int port, ThrowAwayCertificate certificate, URI registry)
            throws IOException, InterruptedException {
        int httpsPort = freePort(port);
        int managementPort = freePort(0);
        Path folder = prepareFolder(certificate);
        DemoServer webhook = new DemoServer(
                server,
                certificate,
                URI.create("https://localhost:" + httpsPort),
                URI.create("http://localhost:" + managementPort),
                folder);
        Thread serving = new Thread(
                () -> webhook.serve(configuration(folder, httpsPort, managementPort, registry)), "demo-server");
        serving.start();
        webhook.awaitReady();
        return webhook;
    }

    WebhookClient client() {
        return client;
    }

    /** Where reviews are posted to, without the path. */
    URI address() {
        return address;
    }

    /** Where health and metrics are. */
    URI management() {
        return management;
    }

    Path authorityFile() {
        return folder.resolve("ca.crt");
    }

    /** A file in the temporary folder, which is removed when the process ends. */
    static Path temporary(Path folder, String name) {
        Path file = folder.resolve(name);
        file.toFile().deleteOnExit();
        return file;
    }

    Path folder() {
        return folder;
    }

    /** Waits until somebody ends the process or the server. */
    int awaitEnd() throws InterruptedException, ExecutionException {
        return served.get();
    }

    @Override
    public void close() throws InterruptedException, ExecutionException {
        server.stop();
        try {
            served.get(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new CouldNotRunException("the webhook did not end within %d s".formatted(STOP_TIMEOUT.toSeconds()));
        }
    }

    private void serve(Map<String, String> configuration) {
        try {
            served.complete(server.serve(configuration));
        } catch (RuntimeException | Error e) {
            served.completeExceptionally(e);
        }
    }

    private void awaitReady() throws InterruptedException {
        Instant deadline = Instant.now().plus(START_TIMEOUT);
        while (!client.isReady()) {
            if (served.isDone()) {
                throw new CouldNotRunException("the webhook ended before it was ready");
            }
            if (Instant.now().isAfter(deadline)) {
                server.stop();
                throw new CouldNotRunException(
                        "the webhook was not ready within %d s".formatted(START_TIMEOUT.toSeconds()));
            }
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
    }

    private static Path prepareFolder(ThrowAwayCertificate certificate) throws IOException {
        Path folder = Files.createTempDirectory("plimsoll-demo-");
        folder.toFile().deleteOnExit();
        certificate.writeAuthority(temporary(folder, "ca.crt"));
        certificate.writeCertificate(temporary(folder, "tls.crt"));
        certificate.writeKey(temporary(folder, "tls.key"));
        Files.writeString(temporary(folder, "policies.yaml"), Act.policies());
        return folder;
    }

    private static Map<String, String> configuration(Path folder, int httpsPort, int managementPort, URI registry) {
        Map<String, String> configuration = new HashMap<>();
        configuration.put("plimsoll.mode", "enforce");
        configuration.put("plimsoll.cluster.watch", "off");
        configuration.put("plimsoll.policies", folder.resolve("policies.yaml").toString());
        configuration.put("plimsoll.tls.cert-file", folder.resolve("tls.crt").toString());
        configuration.put("plimsoll.tls.key-file", folder.resolve("tls.key").toString());
        configuration.put("quarkus.http.host", "127.0.0.1");
        configuration.put("quarkus.http.ssl-port", String.valueOf(httpsPort));
        configuration.put("quarkus.management.host", "127.0.0.1");
        configuration.put("quarkus.management.port", String.valueOf(managementPort));
        configuration.put("quarkus.shutdown.delay", "0s");
        configuration.put("quarkus.log.level", "ERROR");
        List.of("docker.io", "registry.example")
                .forEach(host -> configuration.put(endpointOf(host), registry.toString()));
        configuration.put(endpointOf("registry.partner.example"), DOWN);
        return configuration;
    }

    private static String endpointOf(String host) {
        return "plimsoll.registry.hosts.\"" + host + "\".endpoint";
    }

    private static int freePort(int wanted) {
        if (wanted < 0 || wanted > LARGEST_PORT) {
            throw new CouldNotRunException("--port: a port is between 1 and " + LARGEST_PORT);
        }
        try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new CouldNotRunException("--port: %d cannot be had (%s)".formatted(wanted, e.getMessage()));
        }
    }
}
