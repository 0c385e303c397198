package dev.plimsoll.kubernetes;

import dev.plimsoll.image.Platform;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The cluster's nodes: which platform each is of, and nothing else of them. */
final class SeenNodes implements ResourceEventHandler<GenericKubernetesResource> {

    private final Map<String, Platform> byNode = new ConcurrentHashMap<>();
    private volatile Set<Platform> platforms = Set.of();

    /** Of all nodes together; empty if none was seen. */
    Set<Platform> platforms() {
        return platforms;
    }

    @Override
    public void onAdd(GenericKubernetesResource node) {
        platform(node)
                .ifPresentOrElse(
                        platform -> byNode.put(node.getMetadata().getName(), platform),
                        () -> byNode.remove(node.getMetadata().getName()));
        gather();
    }

    @Override
    public void onUpdate(GenericKubernetesResource old, GenericKubernetesResource node) {
        onAdd(node);
    }

    @Override
    public void onDelete(GenericKubernetesResource node, boolean finalStateUnknown) {
        byNode.remove(node.getMetadata().getName());
        gather();
    }

    /** Nodes report every few minutes, and hardly ever anything new. */
    private void gather() {
        Set<Platform> now = Set.copyOf(byNode.values());
        if (!now.equals(platforms)) {
            platforms = now;
        }
    }

    /** What the kubelet says; one that has not said it yet has no platform. */
    private static Optional<Platform> platform(GenericKubernetesResource node) {
        Object os = node.get("status", "nodeInfo", "operatingSystem");
        Object architecture = node.get("status", "nodeInfo", "architecture");
        if (os == null || architecture == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Platform.parse(os + "/" + architecture));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
