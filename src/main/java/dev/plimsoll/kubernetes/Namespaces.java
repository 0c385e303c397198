package dev.plimsoll.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.workload.Namespace;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The namespaces that are defined among some manifests. */
public final class Namespaces {

    private final Map<String, Namespace> byName;

    private Namespaces(Map<String, Namespace> byName) {
        this.byName = byName;
    }

    public static Namespaces of(Collection<Manifest> manifests) {
        Map<String, Namespace> byName = new HashMap<>();
        manifests.stream()
                .filter(manifest ->
                        manifest.apiGroup().isEmpty() && manifest.kind().equals("Namespace"))
                .forEach(manifest -> byName.put(manifest.name(), new Namespace(manifest.name(), labels(manifest))));
        return new Namespaces(byName);
    }

    /** The namespace with the labels that it is defined with; with none but its name's, if it is not defined. */
    public Namespace named(String name) {
        return byName.getOrDefault(name, Namespace.named(name));
    }

    private static Map<String, String> labels(Manifest manifest) {
        Map<String, String> labels = new LinkedHashMap<>();
        JsonNode written = manifest.object().path("metadata").path("labels");
        written.fields()
                .forEachRemaining(
                        label -> labels.put(label.getKey(), label.getValue().asText("")));
        return labels;
    }
}
