package dev.plimsoll.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One object of a manifest file.
 *
 * @param document which of the file's documents holds it, from 1
 * @param line where that document begins, from 1
 */
public record Manifest(String file, int document, int line, JsonNode object) {

    /** Where objects are that do not say. */
    private static final String DEFAULT_NAMESPACE = "default";

    /** Empty for the core group. */
    public String apiGroup() {
        return PodTemplates.group(object.path("apiVersion").asText(""));
    }

    public String kind() {
        return object.path("kind").asText("");
    }

    /** Empty if it has none. */
    public String name() {
        return object.path("metadata").path("name").asText("");
    }

    /** The namespace that it names, else {@code default}. */
    public String namespace() {
        String namespace = object.path("metadata").path("namespace").asText("");
        return namespace.isEmpty() ? DEFAULT_NAMESPACE : namespace;
    }
}
