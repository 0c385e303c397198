package dev.plimsoll.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What an Event is about.
 *
 * @param uid empty if no such object is stored
 */
public record InvolvedObject(String apiVersion, String kind, String namespace, String name, Optional<String> uid) {

    /** What is read of an object's metadata, to refer to it. */
    static final Outline METADATA = Outline.of("name", "generateName", "uid")
            .with("ownerReferences", Outline.of("apiVersion", "kind", "name", "uid", "controller"));

    /** The object itself, which is stored or about to be. On CREATE the API server has given it its name and uid already. */
    public static InvolvedObject stored(JsonNode object, String namespace) {
        JsonNode metadata = object.path("metadata");
        return of(object, metadata, namespace, Optional.of(text(metadata, "uid")));
    }

    /**
     * For an object that is refused and so will never be: the one that wants to make it, which is what people look at. Nobody
     * made it but a person, if it has no controller; then it is the object itself, by its name alone.
     */
    public static InvolvedObject neverStored(JsonNode object, String namespace) {
        JsonNode metadata = object.path("metadata");
        for (JsonNode owner : metadata.path("ownerReferences")) {
            if (owner.path("controller").asBoolean()) {
                return of(owner, owner, namespace, Optional.of(text(owner, "uid")));
            }
        }
        return of(object, metadata, namespace, Optional.empty());
    }

    private static InvolvedObject of(JsonNode typed, JsonNode named, String namespace, Optional<String> uid) {
        String name = text(named, "name");
        return new InvolvedObject(
                text(typed, "apiVersion"),
                text(typed, "kind"),
                namespace,
                name.isEmpty() ? text(named, "generateName") : name,
                uid.filter(text -> !text.isEmpty()));
    }

    private static String text(JsonNode parent, String field) {
        return parent.path(field).asText("");
    }
}
