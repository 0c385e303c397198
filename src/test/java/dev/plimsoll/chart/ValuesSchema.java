package dev.plimsoll.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The schema of the chart's values: what values.yaml shows by its defaults and says in its comments, the settings of the
 * application, the definition of a policy, and the types of Kubernetes as its own client has them. Whatever is not in there
 * is refused.
 */
final class ValuesSchema {
    private static final String REFERENCE = "#/definitions/";
    private static final String CRD = "files/crds/imageadmissionpolicies.plimsoll.dev.yaml";

    private final ObjectNode root = object();
    private final ObjectNode written = named("definitions.yaml");
    private final ObjectNode definitions = object();

    private ValuesSchema() {}

    static String render() {
        try {
            return new ObjectMapper()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .writeValueAsString(new ValuesSchema().build())
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode build() {
        root.put("$schema", "http://json-schema.org/draft-07/schema#").put("title", "Values of the chart plimsoll");
        close(root);
        // Helm gives it to every chart.
        root.withObject("/properties").putObject("global").put("type", "object");
        ChartValues.described().forEach(this::add);
        define();
        root.set("definitions", definitions);
        return root;
    }

    private void add(ChartValues.Value value) {
        List<String> path = List.of(value.key().split("\\."));
        ObjectNode parent = root;
        for (String group : path.subList(0, path.size() - 1)) {
            parent = close(parent.withObject("/properties").withObject("/" + group));
        }
        parent.withObject("/properties").set(path.get(path.size() - 1), schemaOf(value));
    }

    private static ObjectNode schemaOf(ChartValues.Value value) {
        ObjectNode schema = object().put("description", value.description());
        ObjectNode said = value.schema();
        if (!said.has("$ref")) {
            schema.put("type", typeOf(value.byDefault()));
        }
        schema.setAll(said);
        if (schema.path("type").asText().equals("array") && !schema.has("items")) {
            throw new IllegalStateException(value.key() + " says nothing about its items");
        }
        if (schema.path("type").asText().equals("object")) {
            throw new IllegalStateException(value.key() + " says nothing about what is in it");
        }
        return schema;
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            case NUMBER -> "integer";
            case ARRAY -> "array";
            case OBJECT -> "object";
            default -> throw new IllegalStateException("a default is " + value);
        };
    }

    /** Adds what is referred to, and what that refers to. */
    private void define() {
        Deque<String> wanted = new ArrayDeque<>(referencesIn(root));
        while (!wanted.isEmpty()) {
            String name = wanted.pop();
            if (!definitions.has(name)) {
                JsonNode definition = definition(name);
                definitions.set(name, definition);
                wanted.addAll(referencesIn(definition));
            }
        }
    }

    private JsonNode definition(String name) {
        if (name.equals("config")) {
            return ConfigSchema.build();
        }
        if (name.equals("policySpec")) {
            return closed(Manifests.parse(Chart.read(CRD))
                    .objects()
                    .get(0)
                    .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec"));
        }
        return written.has(name) ? written.get(name) : KubernetesTypes.schemaOf(name);
    }

    private static List<String> referencesIn(JsonNode schema) {
        return schema.findValuesAsText("$ref").stream()
                .map(reference -> reference.substring(REFERENCE.length()))
                .toList();
    }

    /** What Kubernetes prunes is refused here, and words that JSON Schema does not know are left out. */
    private static JsonNode closed(JsonNode schema) {
        ObjectNode closed = object();
        schema.properties().forEach(word -> {
            if (word.getKey().equals("properties")) {
                ObjectNode properties = closed.putObject("properties");
                word.getValue()
                        .properties()
                        .forEach(property -> properties.set(property.getKey(), closed(property.getValue())));
                closed.put("additionalProperties", false);
            } else if (word.getValue().isObject()) {
                closed.set(word.getKey(), closed(word.getValue()));
            } else if (!word.getKey().startsWith("x-kubernetes-")
                    && !word.getKey().equals("format")) {
                closed.set(word.getKey(), word.getValue());
            }
        });
        if (closed.path("type").asText().equals("object") && !closed.has("additionalProperties")) {
            closed.put("additionalProperties", false);
        }
        return closed;
    }

    private static ObjectNode close(ObjectNode schema) {
        return schema.put("type", "object").put("additionalProperties", false);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode named(String resource) {
        try (InputStream text = ValuesSchema.class.getResourceAsStream("/chart/" + resource)) {
            return (ObjectNode) Manifests.YAML.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
