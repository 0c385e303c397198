package dev.plimsoll.kubernetes;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;

/** The API server, as this process can reach it. */
final class ApiServer {

    private ApiServer() {}

    /** One that tries nothing twice: whatever asks does so again by itself. */
    static KubernetesClient newClient(Duration timeout) {
        int milliseconds = Math.toIntExact(timeout.toMillis());
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withRequestTimeout(milliseconds)
                        .withConnectionTimeout(milliseconds)
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }
}
