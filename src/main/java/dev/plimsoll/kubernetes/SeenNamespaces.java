package dev.plimsoll.kubernetes;

import dev.plimsoll.workload.Namespace;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The cluster's namespaces: their names and labels, and nothing else of them. */
final class SeenNamespaces implements ResourceEventHandler<GenericKubernetesResource> {

    private final Map<String, Namespace> byName = new ConcurrentHashMap<>();

    /** With none but its name's label, if it was not seen. */
    Namespace named(String name) {
        Namespace seen = byName.get(name);
        return seen == null ? Namespace.named(name) : seen;
    }

    List<String> names() {
        return byName.keySet().stream().sorted().toList();
    }

    @Override
    public void onAdd(GenericKubernetesResource namespace) {
        String name = namespace.getMetadata().getName();
        Map<String, String> labels = namespace.getMetadata().getLabels();
        byName.put(name, new Namespace(name, labels == null ? Map.of() : labels));
    }

    @Override
    public void onUpdate(GenericKubernetesResource old, GenericKubernetesResource namespace) {
        onAdd(namespace);
    }

    @Override
    public void onDelete(GenericKubernetesResource namespace, boolean finalStateUnknown) {
        byName.remove(namespace.getMetadata().getName());
    }
}
