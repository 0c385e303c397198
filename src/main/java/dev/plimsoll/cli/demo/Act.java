package dev.plimsoll.cli.demo;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that the demo shows: somebody applies a manifest.
 *
 * @param title what there is to see
 * @param file the manifest's name
 * @param previous of an update, what is there already
 */
public record Act(String title, String file, JsonNode object, Optional<JsonNode> previous) {

    private record Line(String title, String file, @Nullable String previous) {}

    /** All of them, in order. */
    public static List<Act> all() {
        return DemoResources.read("acts.yaml", new TypeReference<List<Line>>() {}).stream()
                .map(line -> new Act(
                        line.title(),
                        line.file(),
                        workload(line.file()),
                        Optional.ofNullable(line.previous()).map(Act::workload)))
                .toList();
    }

    /** The policies they are judged by, as YAML. */
    public static String policies() {
        return new String(DemoResources.bytes("policies.yaml"), StandardCharsets.UTF_8);
    }

    private static JsonNode workload(String file) {
        return DemoResources.read("workloads/" + file);
    }

    /** What the API server would ask the webhook. */
    public JsonNode review() {
        ObjectNode review = JsonNodeFactory.instance.objectNode();
        review.put("kind", "AdmissionReview").put("apiVersion", "admission.k8s.io/v1");
        ObjectNode request = review.putObject("request");
        request.put("uid", UUID.randomUUID().toString());
        request.set("kind", kindNode());
        request.set("resource", resourceNode());
        request.set("requestKind", kindNode());
        request.set("requestResource", resourceNode());
        request.put("name", name()).put("namespace", namespace());
        request.put("operation", previous.isPresent() ? "UPDATE" : "CREATE");
        request.putObject("userInfo").put("username", "jane").putArray("groups").add("system:authenticated");
        request.set("object", object);
        request.set("oldObject", previous.orElse(JsonNodeFactory.instance.nullNode()));
        request.put("dryRun", false);
        return review;
    }

    /** As kubectl calls it: {@code deployment.apps/web}. */
    public String resourceName() {
        return kind().toLowerCase(Locale.ROOT) + (group().isEmpty() ? "" : "." + group()) + "/" + name();
    }

    private ObjectNode kindNode() {
        return groupVersion().put("kind", kind());
    }

    private ObjectNode resourceNode() {
        return groupVersion().put("resource", kind().toLowerCase(Locale.ROOT) + "s");
    }

    private ObjectNode groupVersion() {
        String apiVersion = object.path("apiVersion").asText();
        return JsonNodeFactory.instance
                .objectNode()
                .put("group", group())
                .put("version", apiVersion.substring(apiVersion.indexOf('/') + 1));
    }

    private String group() {
        String apiVersion = object.path("apiVersion").asText();
        return apiVersion.contains("/") ? apiVersion.substring(0, apiVersion.indexOf('/')) : "";
    }

    private String kind() {
        return object.path("kind").asText();
    }

    private String name() {
        return object.path("metadata").path("name").asText();
    }

    private String namespace() {
        return object.path("metadata").path("namespace").asText();
    }
}
