package dev.plimsoll.workload;

import java.util.HashMap;
import java.util.Map;

/**
 * Where a workload is or would be.
 *
 * @param labels with {@code kubernetes.io/metadata.name}, which every namespace has
 */
public record Namespace(String name, Map<String, String> labels) {

    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    public Namespace {
        labels = labels.isEmpty() ? Map.of(NAME_LABEL, name) : withName(labels, name);
    }

    private static Map<String, String> withName(Map<String, String> labels, String name) {
        Map<String, String> complete = new HashMap<>(labels);
        complete.put(NAME_LABEL, name);
        return Map.copyOf(complete);
    }

    /** A namespace of which only the name is known. */
    public static Namespace named(String name) {
        return new Namespace(name, Map.of());
    }
}
