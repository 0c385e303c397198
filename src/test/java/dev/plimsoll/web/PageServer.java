package dev.plimsoll.web;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.concurrent.atomic.AtomicInteger;

/** The pages on a port of loopback, as the management port has them, but of whatever is put into it. */
public final class PageServer implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final WebRoutes routes;
    private final HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Snapshot snapshot = SampleAudits.empty();

    private PageServer() {
        this.routes = new WebRoutes(vertx, this::snapshot);
        Router router = Router.router(vertx);
        routes.addTo(router);
        this.server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    public static PageServer start() {
        return new PageServer();
    }

    private Snapshot snapshot() {
        asked.incrementAndGet();
        return snapshot;
    }

    public PageServer show(Snapshot next) {
        snapshot = next;
        return this;
    }

    /** How often pages asked what is known. */
    int asked() {
        return asked.get();
    }

    public String address() {
        return "http://127.0.0.1:" + server.actualPort() + "/";
    }

    int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        routes.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
