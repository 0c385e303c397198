package dev.plimsoll.web;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;

/** The pages on a port of loopback, as the management port has them, but of whatever is put into it. */
public final class PageServer implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final WebRoutes routes;
    private final int port;
    private volatile Snapshot snapshot = SampleAudits.empty();

    private PageServer() {
        this.routes = new WebRoutes(vertx, () -> snapshot);
        this.port = listen(vertx, routes);
    }

    public static PageServer start() {
        return new PageServer();
    }

    /** @return the port */
    static int listen(Vertx vertx, WebRoutes routes) {
        Router router = Router.router(vertx);
        routes.addTo(router);
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    public PageServer show(Snapshot next) {
        snapshot = next;
        return this;
    }

    public Snapshot shown() {
        return snapshot;
    }

    public String address() {
        return "http://127.0.0.1:" + port + "/";
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        routes.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
