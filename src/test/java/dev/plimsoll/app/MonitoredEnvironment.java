package dev.plimsoll.app;

import dev.plimsoll.kubernetes.MockApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.Map;

/** With a cluster besides, so that everything that can be measured is. */
public final class MonitoredEnvironment extends WebhookEnvironment {

    private static final Map<String, String> NOWHERE_ELSE =
            Map.of("kubernetes.auth.tryKubeConfig", "false", "kubernetes.auth.tryServiceAccount", "false");
    private static final String API_SERVER = "kubernetes.master";

    private MockApiServer apiServer;

    @Override
    public Map<String, String> start() {
        apiServer = MockApiServer.start();
        NOWHERE_ELSE.forEach(System::setProperty);
        try (KubernetesClient client = apiServer.newClient()) {
            System.setProperty(API_SERVER, client.getMasterUrl().toString());
        }
        Map<String, String> configuration = new HashMap<>(super.start());
        configuration.put("plimsoll.cluster.watch", "on");
        return configuration;
    }

    @Override
    public void stop() {
        super.stop();
        NOWHERE_ELSE.keySet().forEach(System::clearProperty);
        System.clearProperty(API_SERVER);
        apiServer.close();
    }
}
