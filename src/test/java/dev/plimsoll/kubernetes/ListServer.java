package dev.plimsoll.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;

/**
 * The part of an API server that hands out lists in pages, as large as they may be: an item is made when it is sent. The CRUD
 * mock knows no pages.
 */
public final class ListServer implements AutoCloseable {

    /** A list: so many items, each in JSON. */
    private record Items(int count, IntFunction<String> item) {}

    /** An answer instead of a page. */
    private record Refusal(int code, String message, int fromItem) {}

    private final Map<String, Items> lists = new ConcurrentHashMap<>();
    private final Map<String, Refusal> refusals = new ConcurrentHashMap<>();
    private final Map<String, Runnable> once = new ConcurrentHashMap<>();
    private final Set<String> stalling = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    private ListServer(HttpServer server) {
        this.server = server;
    }

    public static ListServer start() {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            ListServer server = new ListServer(http);
            http.createContext("/", server::answer);
            http.setExecutor(Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "list-server");
                thread.setDaemon(true);
                return thread;
            }));
            http.start();
            return server;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A list at its path, {@code /api/v1/pods}; other lists of workloads are empty. */
    public ListServer list(String path, int count, IntFunction<String> item) {
        refusals.remove(path);
        lists.put(path, new Items(count, item));
        return this;
    }

    public ListServer list(String path, String... items) {
        return list(path, items.length, number -> items[number]);
    }

    /** Answers so instead of the list. */
    public ListServer refuse(String path, int code, String message) {
        refusals.put(path, new Refusal(code, message, 0));
        return this;
    }

    /** Begins to answer, and never comes to the end. */
    public ListServer stall(String path) {
        stalling.add(path);
        return this;
    }

    /** Forgets the place of this item once, after which what is given is done, and the list can be read again. */
    public ListServer forgetOnce(String path, int fromItem, Runnable meanwhile) {
        refusals.put(path, new Refusal(410, "The provided continue parameter is too old", fromItem));
        once.put(path, meanwhile);
        return this;
    }

    /** Paths and queries, in order. */
    public List<String> requests() {
        return requests;
    }

    public ClusterObjects objects() {
        return ClusterObjects.of(new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(io.fabric8.kubernetes.client.Config.empty())
                        .withMasterUrl(url())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(exchange.getRequestURI().toString());
            String path = exchange.getRequestURI().getPath();
            Map<String, String> query = query(exchange);
            int from = Integer.parseInt(query.getOrDefault("continue", "0"));
            Refusal refusal = refusals.get(path);
            if (!exchange.getRequestMethod().equals("GET")) {
                keep(exchange);
            } else if (stalling.contains(path)) {
                stall(exchange);
            } else if (refusal != null && from >= refusal.fromItem()) {
                Runnable meanwhile = once.remove(path);
                if (meanwhile != null) {
                    refusals.remove(path);
                    meanwhile.run();
                }
                refuse(exchange, refusal.code(), refusal.message());
            } else if (!lists.containsKey(path) && (path.contains("openreports") || path.contains("wgpolicyk8s"))) {
                refuse(exchange, 404, "404 page not found");
            } else {
                send(exchange, lists.getOrDefault(path, new Items(0, it -> "")), from, query);
            }
        }
    }

    private void stall(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        write(exchange.getResponseBody(), "{\"items\":[");
        exchange.getResponseBody().flush();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes what it is given, says so, and forgets it. */
    private static void keep(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(201, body.length);
        exchange.getResponseBody().write(body);
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        String text = exchange.getRequestURI().getQuery();
        for (String part : text == null ? new String[0] : text.split("&")) {
            query.put(part.replaceFirst("=.*", ""), part.replaceFirst("[^=]*=", ""));
        }
        return query;
    }

    private static void refuse(HttpExchange exchange, int code, String message) throws IOException {
        byte[] body = "{\"kind\": \"Status\", \"code\": %d, \"message\": \"%s\"}"
                .formatted(code, message)
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, body.length);
        exchange.getResponseBody().write(body);
    }

    private static void send(HttpExchange exchange, Items items, int from, Map<String, String> query)
            throws IOException {
        int limit = Integer.parseInt(query.getOrDefault("limit", "" + Integer.MAX_VALUE));
        int end = (int) Math.min(items.count(), (long) from + limit);
        String place = end < items.count() ? "" + end : "";
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = new BufferedOutputStream(exchange.getResponseBody(), 1 << 16)) {
            write(
                    body,
                    "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"1\",\"continue\":\"");
            write(body, place + "\"},\"items\":[");
            for (int item = from; item < end; item++) {
                write(body, (item > from ? "," : "") + items.item().apply(item));
            }
            write(body, "]}");
        }
    }

    private static void write(OutputStream body, String text) throws IOException {
        body.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
