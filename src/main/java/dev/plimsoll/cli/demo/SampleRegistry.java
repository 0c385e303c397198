package dev.plimsoll.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plimsoll.cli.demo.SampleContent.Document;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A registry on loopback that only shows: manifests and configs of sample images, by tag and by digest.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#pull">Distribution specification:
 *     pull</a>
 */
public final class SampleRegistry implements AutoCloseable {

    private static final Pattern PULL =
            Pattern.compile("/v2/([a-z0-9._/-]{1,255})/(manifests|blobs)/([\\w.:-]{1,200})");
    private static final int THREADS = 4;

    private final SampleContent content = new SampleContent(SampleImage.all());
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, SampleRegistry::daemon);

    private SampleRegistry(HttpServer server) {
        this.server = server;
    }

    /** Starts one on a free port. */
    public static SampleRegistry start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            SampleRegistry registry = new SampleRegistry(server);
            server.setExecutor(registry.threads);
            server.createContext("/v2/", registry::answer);
            server.start();
            return registry;
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on loopback", e);
        }
    }

    /** Where it is; plain HTTP. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "sample-registry");
        thread.setDaemon(true);
        return thread;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Docker-Distribution-Api-Version", "registry/2.0");
            String method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                refuse(exchange, 405, "UNSUPPORTED", "this registry only shows");
            } else if (exchange.getRequestURI().getPath().equals("/v2/")) {
                send(exchange, 200, "application/json", "{}".getBytes(StandardCharsets.UTF_8));
            } else {
                answerPull(exchange);
            }
        }
    }

    private void answerPull(HttpExchange exchange) throws IOException {
        Matcher path = PULL.matcher(exchange.getRequestURI().getPath());
        if (!path.matches()) {
            refuse(exchange, 404, "UNSUPPORTED", "no such resource");
            return;
        }
        boolean wantsManifest = path.group(2).equals("manifests");
        Optional<Document> document = wantsManifest
                ? content.manifest(path.group(1), path.group(3))
                : content.blob(path.group(1), path.group(3));
        if (document.isPresent()) {
            send(exchange, document.get());
        } else if (wantsManifest) {
            refuse(exchange, 404, "MANIFEST_UNKNOWN", "manifest unknown");
        } else {
            refuse(exchange, 404, "BLOB_UNKNOWN", "blob unknown to registry");
        }
    }

    private static void send(HttpExchange exchange, Document document) throws IOException {
        exchange.getResponseHeaders()
                .set("Docker-Content-Digest", document.digest().toString());
        send(exchange, 200, document.mediaType(), document.bytes());
    }

    private static void refuse(HttpExchange exchange, int status, String code, String message) throws IOException {
        String body = "{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}".formatted(code, message);
        send(exchange, status, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String mediaType, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", mediaType);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
