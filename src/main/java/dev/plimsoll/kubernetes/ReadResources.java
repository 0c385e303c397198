package dev.plimsoll.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.kubernetes.FieldProblems.FieldProblem;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The custom resources of one kind as they were last seen, each with what it means. One that cannot be used goes on to mean
 * what it meant when it last could.
 */
final class ReadResources<T> implements ResourceEventHandler<GenericKubernetesResource> {

    /**
     * One resource.
     *
     * @param resource as it was last seen
     * @param value what is in force of it; empty if it never could be used
     * @param generation of the resource that is in force
     * @param problems why what was last seen cannot be used; empty if that is in force
     */
    record Entry<T>(
            GenericKubernetesResource resource, Optional<T> value, long generation, List<FieldProblem> problems) {}

    private static final Logger LOG = Logger.getLogger(ReadResources.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STATUS = "status";

    private final String kind;
    private final BiFunction<JsonNode, FieldProblems, Optional<T>> reader;
    private final ConcurrentSkipListMap<String, Entry<T>> entries = new ConcurrentSkipListMap<>();
    private volatile boolean stale;
    private volatile List<T> values = List.of();

    /** @param reader of the resource as a tree, which has no status */
    ReadResources(String kind, BiFunction<JsonNode, FieldProblems, Optional<T>> reader) {
        this.kind = kind;
        this.reader = reader;
    }

    /** What is in force, by the resources' names; the same list until something changes. */
    List<T> values() {
        return stale ? gather() : values;
    }

    /** When asked for, not at each of the many events of a start. What changes meanwhile makes it stale again. */
    private synchronized List<T> gather() {
        if (stale) {
            stale = false;
            // Copied, so that whoever keeps a copy keeps this very list.
            values = List.copyOf(entries.values().stream()
                    .flatMap(entry -> entry.value().stream())
                    .toList());
        }
        return values;
    }

    Collection<Entry<T>> entries() {
        return entries.values();
    }

    @Override
    public void onAdd(GenericKubernetesResource resource) {
        read(resource);
    }

    @Override
    public void onUpdate(GenericKubernetesResource old, GenericKubernetesResource resource) {
        read(resource);
    }

    @Override
    public void onDelete(GenericKubernetesResource resource, boolean finalStateUnknown) {
        entries.remove(key(resource));
        stale = true;
    }

    private void read(GenericKubernetesResource resource) {
        FieldProblems problems = new FieldProblems();
        Optional<T> value = reader.apply(tree(resource), problems);
        Entry<T> entry = entries.compute(
                key(resource),
                (key, before) -> value.isPresent()
                        ? new Entry<>(resource, value, generation(resource), List.of())
                        : unusable(resource, before, problems.all()));
        stale = true;
        log(entry);
    }

    private Entry<T> unusable(
            GenericKubernetesResource resource, @Nullable Entry<T> before, List<FieldProblem> problems) {
        return before == null
                ? new Entry<>(resource, Optional.empty(), 0, problems)
                : new Entry<>(resource, before.value(), before.generation(), problems);
    }

    private void log(Entry<T> entry) {
        String holds = entry.value().isPresent() ? "the last good version stays in force" : "it is not in force";
        entry.problems()
                .forEach(problem -> LOG.errorf(
                        "%s \"%s\": %s: %s (%s)",
                        kind, key(entry.resource()), problem.path(), problem.message(), holds));
    }

    static String key(GenericKubernetesResource resource) {
        ObjectMeta metadata = resource.getMetadata();
        return metadata.getNamespace() == null
                ? metadata.getName()
                : metadata.getNamespace() + "/" + metadata.getName();
    }

    static long generation(GenericKubernetesResource resource) {
        Long generation = resource.getMetadata().getGeneration();
        return generation == null ? 0 : generation;
    }

    private static JsonNode tree(GenericKubernetesResource resource) {
        ObjectNode tree = JSON.createObjectNode()
                .put("apiVersion", resource.getApiVersion())
                .put("kind", resource.getKind());
        ObjectNode metadata =
                tree.putObject("metadata").put("name", resource.getMetadata().getName());
        if (resource.getMetadata().getNamespace() != null) {
            metadata.put("namespace", resource.getMetadata().getNamespace());
        }
        resource.getAdditionalProperties().forEach((name, value) -> {
            if (!name.equals(STATUS)) {
                tree.set(name, JSON.valueToTree(value));
            }
        });
        return tree;
    }
}
