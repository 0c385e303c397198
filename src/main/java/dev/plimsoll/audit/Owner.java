package dev.plimsoll.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.Optional;

/**
 * An object under which something is reported: itself, or whatever controls it.
 *
 * @param apiVersion as the object says it, or whoever it controls: {@code apps/v1}
 */
public record Owner(String apiVersion, String kind, String namespace, String name) implements Comparable<Owner> {

    private static final Comparator<Owner> ORDER = Comparator.comparing(Owner::namespace)
            .thenComparing(Owner::kind)
            .thenComparing(Owner::name)
            .thenComparing(Owner::apiVersion);

    static Owner of(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        return new Owner(
                object.path("apiVersion").asText(""),
                object.path("kind").asText(""),
                metadata.path("namespace").asText(""),
                metadata.path("name").asText(""));
    }

    /**
     * The one that controls the object; others that own it do not.
     *
     * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/">Owners</a>
     */
    static Optional<Owner> controllerOf(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        for (JsonNode reference : metadata.path("ownerReferences")) {
            if (reference.path("controller").asBoolean(false)) {
                return Optional.of(new Owner(
                        reference.path("apiVersion").asText(""),
                        reference.path("kind").asText(""),
                        metadata.path("namespace").asText(""),
                        reference.path("name").asText("")));
            }
        }
        return Optional.empty();
    }

    @Override
    public int compareTo(Owner other) {
        return ORDER.compare(this, other);
    }

    /** {@code Deployment shop/web}. */
    @Override
    public String toString() {
        return kind + " " + namespace + "/" + name;
    }
}
