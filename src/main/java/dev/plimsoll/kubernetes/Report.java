package dev.plimsoll.kubernetes;

import java.util.Map;

/**
 * A report as it is to be in the cluster.
 *
 * @param namespace empty for one of the cluster
 * @param content what stands beside its metadata: {@code source}, {@code summary}, {@code results}
 */
public record Report(String namespace, String name, Map<String, Object> content) {

    boolean isNamespaced() {
        return !namespace.isEmpty();
    }

    String key() {
        return namespace + "/" + name;
    }
}
