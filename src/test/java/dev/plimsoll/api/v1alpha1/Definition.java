package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.projectnessie.cel.checker.Decls;
import org.projectnessie.cel.tools.ScriptException;
import org.projectnessie.cel.tools.ScriptHost;

/** A custom resource's definition at work: what an API server would say of an object, as far as schema and rules go. */
public final class Definition {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ScriptHost CEL = ScriptHost.newBuilder().build();

    private final JsonNode schema;
    private final JsonSchema validator;

    private Definition(JsonNode definition) {
        this.schema = definition.at("/spec/versions/0/schema/openAPIV3Schema");
        this.validator = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
                .getSchema(
                        schema,
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build());
    }

    /** The one of that kind. */
    public static Definition of(String kind) {
        return CustomResourceDefinitions.all().stream()
                .map(file -> parse(file.yaml()))
                .filter(it -> it.at("/spec/names/kind").asText().equals(kind))
                .map(Definition::new)
                .findFirst()
                .orElseThrow();
    }

    static JsonNode parse(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** Why the object would be refused. */
    public List<String> problems(JsonNode object) {
        return Stream.concat(
                        validator.validate(object).stream().map(ValidationMessage::getMessage),
                        brokenRules(schema, object))
                .toList();
    }

    /** The object as the API server would store it, with what it leaves out at its default. */
    public JsonNode withDefaults(JsonNode object) {
        JsonNode copy = object.deepCopy();
        fillIn(schema, copy);
        return copy;
    }

    private static void fillIn(JsonNode schema, JsonNode value) {
        if (value instanceof ObjectNode object) {
            schema.path("properties").fields().forEachRemaining(property -> {
                JsonNode fallback = property.getValue().path("default");
                if (!object.has(property.getKey()) && !fallback.isMissingNode()) {
                    object.set(property.getKey(), fallback.deepCopy());
                }
                fillIn(property.getValue(), object.path(property.getKey()));
            });
        } else if (value instanceof ArrayNode items) {
            items.forEach(item -> fillIn(schema.path("items"), item));
        }
    }

    private static Stream<String> brokenRules(JsonNode schema, JsonNode value) {
        Stream<String> own = value.isMissingNode() ? Stream.empty() : brokenOwnRules(schema, value);
        return Stream.concat(own, children(schema, value));
    }

    private static Stream<String> children(JsonNode schema, JsonNode value) {
        if (value.isArray()) {
            return IntStream.range(0, value.size())
                    .boxed()
                    .flatMap(i -> brokenRules(schema.path("items"), value.get(i)));
        }
        return schema.path("properties").properties().stream()
                .flatMap(it -> brokenRules(it.getValue(), value.path(it.getKey())));
    }

    private static Stream<String> brokenOwnRules(JsonNode schema, JsonNode value) {
        Object self = JSON.convertValue(value, Object.class);
        return schema.path("x-kubernetes-validations")
                .valueStream()
                .filter(rule -> !holds(rule.path("rule").asText(), self))
                .map(rule -> rule.path("message").asText());
    }

    private static boolean holds(String rule, Object self) {
        try {
            return CEL.buildScript(rule)
                    .withDeclarations(Decls.newVar("self", Decls.Dyn))
                    .build()
                    .execute(Boolean.class, Map.of("self", self));
        } catch (ScriptException e) {
            throw new AssertionError(rule, e);
        }
    }
}
