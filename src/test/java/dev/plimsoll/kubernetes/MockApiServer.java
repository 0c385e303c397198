package dev.plimsoll.kubernetes;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** An API server that keeps what it is given, on loopback; it can go away and come back at the same port. */
public final class MockApiServer implements AutoCloseable {

    private static final Logger QUIET = Logger.getLogger("io.fabric8.mockwebserver");

    static {
        // It logs each request.
        QUIET.setLevel(Level.WARNING);
    }

    private final KubernetesCrudDispatcher objects = new KubernetesCrudDispatcher();
    private final int port;
    private @Nullable KubernetesMockServer server;

    private MockApiServer(int port) {
        this.port = port;
    }

    public static MockApiServer start() {
        MockApiServer server = absent();
        server.appear();
        return server;
    }

    /** Nothing answers until it appears. */
    public static MockApiServer absent() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new MockApiServer(free.getLocalPort());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public void appear() {
        server = new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), objects, false);
        server.init(InetAddress.getLoopbackAddress(), port);
    }

    public void disappear() {
        server.destroy();
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** A client of its own, which does not wait for what is not there. */
    public KubernetesClient newClient() {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(io.fabric8.kubernetes.client.Config.empty())
                        .withMasterUrl(url())
                        .withNamespace("plimsoll")
                        .withRequestTimeout(2_000)
                        .withConnectionTimeout(1_000)
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    /** What an audit reads and writes, through a client of its own. */
    public ClusterObjects newObjects() {
        return ClusterObjects.of(newClient());
    }

    @Override
    public void close() {
        if (server != null) {
            server.destroy();
        }
    }
}
