package dev.plimsoll.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plimsoll.image.Digest;
import dev.plimsoll.web.Site.Rendered;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.jboss.logging.Logger;

/**
 * Answers for the pages. They are made by one thread, so that whoever looks at them takes nothing from those who judge pods,
 * and kept compressed for a while.
 */
public final class WebRoutes implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(WebRoutes.class);

    private static final String SECURITY_POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
                    + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final int MOST_WAITING = 64;
    private static final long MOST_BYTES = 8 << 20;

    /** Ages of what is shown are told in minutes and days. */
    private static final Duration KEPT = Duration.ofSeconds(20);

    private static final int LONGEST_ADDRESS = 1024;

    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int ADDRESS_TOO_LONG = 414;
    private static final int FAILED = 500;
    private static final int BUSY = 503;

    /** A page, and of what it was made. */
    private record Key(Object of, String path, Map<String, String> query, int port) {}

    private record Kept(int status, byte[] packed, String tag) {}

    private final Supplier<Snapshot> snapshots;
    private final Vertx vertx;
    private final Site site = new Site(new Templates());
    private final ThreadPoolExecutor maker = new ThreadPoolExecutor(
            1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(MOST_WAITING), WebRoutes::daemon);
    private final Cache<Key, Kept> pages = Caffeine.newBuilder()
            .executor(Runnable::run)
            .expireAfterWrite(KEPT)
            .maximumWeight(MOST_BYTES)
            .<Key, Kept>weigher((key, kept) -> 1000 + kept.packed().length)
            .build();

    /** @param snapshots of what is known now; asked by the thread that makes pages */
    public WebRoutes(Vertx vertx, Supplier<Snapshot> snapshots) {
        this.vertx = vertx;
        this.snapshots = snapshots;
        maker.allowCoreThreadTimeOut(true);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "plimsoll-web");
        thread.setDaemon(true);
        return thread;
    }

    /** Adds the pages to a router, at its root. */
    public void addTo(Router router) {
        for (Asset asset : Asset.values()) {
            router.route("/assets/" + asset.address())
                    .handler(request -> readOnly(request, () -> answer(request, asset)));
        }
        for (String path : new String[] {
            "/", "/images", "/images/:name", "/namespaces", "/namespaces/:name", "/policies", "/unknown"
        }) {
            router.route(path).handler(request -> readOnly(request, () -> answer(request)));
        }
    }

    private static void readOnly(RoutingContext request, Runnable answer) {
        HttpMethod method = request.request().method();
        if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
            answer.run();
        } else {
            request.response().putHeader("Allow", "GET, HEAD");
            end(request, METHOD_NOT_ALLOWED, "text/plain; charset=utf-8", Buffer.buffer("the page can only be read\n"));
        }
    }

    private static void answer(RoutingContext request, Asset asset) {
        request.response().putHeader("Cache-Control", "public, max-age=31536000, immutable");
        end(request, OK, asset.contentType(), Buffer.buffer(asset.text()));
    }

    private void answer(RoutingContext request) {
        if (request.request().uri().length() > LONGEST_ADDRESS) {
            end(request, ADDRESS_TOO_LONG, "text/plain; charset=utf-8", Buffer.buffer("the address is too long\n"));
            return;
        }
        String path = request.normalizedPath().substring(1);
        Map<String, String> query = new TreeMap<>();
        for (String name : new String[] {"q", "sort", "dir"}) {
            String value = request.request().getParam(name);
            if (value != null) {
                query.put(name, value);
            }
        }
        int port = request.request().localAddress().port();
        String name = request.pathParam("name");
        String page = name == null ? path : path.substring(0, path.indexOf('/') + 1) + name;
        Context context = vertx.getOrCreateContext();
        try {
            maker.execute(() -> make(page, query, port, request, context));
        } catch (RejectedExecutionException e) {
            request.response().putHeader("Retry-After", "5");
            end(request, BUSY, "text/plain; charset=utf-8", Buffer.buffer("too many pages are being made\n"));
        }
    }

    private void make(String path, Map<String, String> query, int port, RoutingContext request, Context context) {
        try {
            Snapshot snapshot = snapshots.get();
            Kept kept = pages.get(
                    new Key(basis(snapshot), path, query, port), key -> pack(site.page(path, query, snapshot, port)));
            context.runOnContext(nothing -> send(request, kept));
        } catch (RuntimeException e) {
            LOG.errorf(e, "a page could not be made");
            context.runOnContext(nothing ->
                    end(request, FAILED, "text/plain; charset=utf-8", Buffer.buffer("the page could not be made\n")));
        }
    }

    /** The same as long as nothing but the time has changed. */
    private static Object basis(Snapshot snapshot) {
        AuditState audit = snapshot.audit();
        Object of = audit instanceof AuditState.Known known
                ? List.of(known.result().begun(), System.identityHashCode(known.result()))
                : audit;
        return List.of(of, System.identityHashCode(snapshot.policies()), snapshot.resources());
    }

    private static Kept pack(Rendered rendered) {
        byte[] html = rendered.html().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream packed = new ByteArrayOutputStream(html.length / 4);
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(html);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Kept(
                rendered.status(),
                packed.toByteArray(),
                "W/\"" + Digest.of(html).hex().substring(0, 32) + "\"");
    }

    private static void send(RoutingContext request, Kept kept) {
        HttpServerResponse response = request.response();
        response.putHeader("Cache-Control", "private, no-cache")
                .putHeader("Vary", "Accept-Encoding")
                .putHeader("ETag", kept.tag());
        if (kept.tag().equals(request.request().getHeader("If-None-Match"))) {
            end(request, NOT_MODIFIED, "", Buffer.buffer());
            return;
        }
        String accepted = request.request().getHeader("Accept-Encoding");
        if (accepted != null && accepted.contains("gzip")) {
            response.putHeader("Content-Encoding", "gzip");
            end(request, kept.status(), "text/html; charset=utf-8", Buffer.buffer(kept.packed()));
        } else {
            end(request, kept.status(), "text/html; charset=utf-8", Buffer.buffer(unpack(kept.packed())));
        }
    }

    private static byte[] unpack(byte[] packed) {
        try (java.util.zip.GZIPInputStream in =
                new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(RoutingContext request, int status, String contentType, Buffer body) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status)
                .putHeader("Content-Security-Policy", SECURITY_POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
        if (!contentType.isEmpty()) {
            response.putHeader("Content-Type", contentType);
        }
        if (request.request().method().equals(HttpMethod.HEAD)) {
            response.putHeader("Content-Length", Integer.toString(body.length()))
                    .end();
        } else {
            response.end(body);
        }
    }

    /** Makes no more pages. */
    @Override
    public void close() {
        maker.shutdownNow();
    }
}
