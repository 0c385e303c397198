package dev.plimsoll.kubernetes;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
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

    /** Keeps objects, and notes what it is asked. */
    private final class Objects extends KubernetesCrudDispatcher {

        @Override
        public MockResponse dispatch(RecordedRequest request) {
            requests.add(request.getMethod() + " " + request.getPath());
            MockResponse only = once.remove(request.getMethod() + " " + request.getPath());
            if (only != null) {
                return only;
            }
            Supplier<MockResponse> answer = answers.get(request.getPath());
            return answer == null ? super.dispatch(request) : answer.get();
        }
    }

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Supplier<MockResponse>> answers = new ConcurrentHashMap<>();
    private final Map<String, MockResponse> once = new ConcurrentHashMap<>();
    private final KubernetesCrudDispatcher objects = new Objects();
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

    /** Answers like this from now on, whatever it keeps there. */
    public void answer(String path, int status, String body) {
        answers.put(path, () -> new MockResponse().setResponseCode(status).setBody(body));
    }

    /** Keeps everybody waiting who asks for this. */
    public void delay(String path, Duration by) {
        answers.put(
                path,
                () -> new MockResponse().setResponseCode(404).setBodyDelay(by).setBody("{}"));
    }

    /** What it was asked, in order, as {@code GET /api/v1/namespaces}. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** A client of its own, which does not wait for what is not there. */
    public KubernetesClient newClient() {
        return newClient(url());
    }

    private static KubernetesClient newClient(String url) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(io.fabric8.kubernetes.client.Config.empty())
                        .withMasterUrl(url)
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

    /** One that contends for a Lease of four seconds. */
    public static ClusterObjects contender(String url, String identity) {
        ClusterObjects objects = ClusterObjects.of(newClient(url));
        objects.contend(new ElectionLease(
                "plimsoll",
                "plimsoll-audit",
                identity,
                Duration.ofSeconds(4),
                Duration.ofSeconds(3),
                Duration.ofMillis(200)));
        return objects;
    }

    /** Answers a request of this method to this path like this once, and then as before. */
    public void answerOnce(String method, String path, int status, String body) {
        once.put(method + " " + path, new MockResponse().setResponseCode(status).setBody(body));
    }

    @Override
    public void close() {
        if (server != null) {
            server.destroy();
        }
    }
}
