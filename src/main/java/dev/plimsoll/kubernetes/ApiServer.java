package dev.plimsoll.kubernetes;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The API server, as this process can reach it. */
final class ApiServer {

    /** Where the kubelet puts it, unless the pod or its service account says that none is wanted. */
    private static final Path TOKEN = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

    private ApiServer() {}

    /** Whether this is a pod that was given the token of its service account. */
    static boolean isGiven() {
        return Files.isReadable(TOKEN);
    }

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
