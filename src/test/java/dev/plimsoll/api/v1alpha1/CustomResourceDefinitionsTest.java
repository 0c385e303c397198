package dev.plimsoll.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plimsoll.GeneratedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The definitions in the chart are what the records say, and the API server refuses by them what it should. */
class CustomResourceDefinitionsTest {

    private static final Definition POLICY = Definition.of(ImageAdmissionPolicy.KIND);
    private static final Definition EXCEPTION = Definition.of(ImageAdmissionException.KIND);

    @Test
    @Tag("generates")
    void theyAreInOrder() {
        CustomResourceDefinitions.all()
                .forEach(file -> GeneratedFile.at(file.path()).mustEqual(file.yaml()));
    }

    static Stream<JsonNode> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("basedir", ""), "examples/policies"))) {
            return files.sorted().map(CustomResourceDefinitionsTest::documents).toList().stream()
                    .flatMap(List::stream);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theExamplesPass(JsonNode example) {
        assertThat(Definition.of(example.path("kind").asText()).problems(example))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                            | checks
            {validationActions: [Deny]}                                                   | checks
            {checks: {rootUser: {}}}                                                      | validationActions
            {validationActions: [], checks: {rootUser: {}}}                               | validationActions
            {validationActions: [Block], checks: {rootUser: {}}}                          | enumeration
            {validationActions: [Deny, Warn], checks: {rootUser: {}}}                     | exclude each other
            {validationActions: [Deny], checks: {}}                                       | checks
            {validationActions: [Deny], checks: {rootUser: {validationActions: [Warn, Deny]}}} | exclude each other
            {validationActions: [Deny], checks: {rootUser: {validationActions: []}}}      | validationActions
            {validationActions: [Deny], checks: {imageSize: {}}}                          | max
            {validationActions: [Deny], checks: {imageSize: {max: 5OOMi}}}                | pattern
            {validationActions: [Deny], checks: {imageSize: {max: -1}}}                   | minimum
            {validationActions: [Deny], checks: {imageSize: {max: "-1"}}}                 | pattern
            {validationActions: [Deny], checks: {imageSize: {max: 0}}}                    | minimum
            {validationActions: [Deny], checks: {imageSize: {max: true}}}                 | integer
            {validationActions: [Deny], checks: {layerCount: {max: 0}}}                   | minimum
            {validationActions: [Deny], checks: {layerCount: {max: "60"}}}                | integer
            {validationActions: [Deny], checks: {imageGrowth: {maxPercent: -1}}}          | minimum
            {validationActions: [Deny], checks: {mutableTag: {tags: ["a:b"]}}}            | pattern
            {validationActions: [Deny], checks: {mutableTag: {tags: [""]}}}               | tags/0
            {validationActions: [Deny], checks: {rootUser: {}}, onRegistryError: Audit}   | enumeration
            {validationActions: [Deny], checks: {rootUser: {}}, match: {images: []}}      | images
            {validationActions: [Deny], checks: {rootUser: {}}, match: {images: [""]}}    | images/0
            {validationActions: [Deny], checks: {rootUser: {}}, match: {images: [nginx]}} | a glob begins with the registry
            {validationActions: [Deny], checks: {rootUser: {}}, match: {excludeImages: [library/nginx]}} | a glob begins with the registry
            {validationActions: [Deny], checks: {rootUser: {}}, match: {images: ["docker.io/a b"]}} | a glob begins with the registry
            {validationActions: [Deny], checks: {rootUser: {}}, match: {namespaceSelector: {matchExpressions: [{key: a, operator: In}]}}} | In and NotIn need values
            {validationActions: [Deny], checks: {rootUser: {}}, match: {namespaceSelector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}}} | In and NotIn need values
            {validationActions: [Deny], checks: {rootUser: {}}, match: {objectSelector: {matchExpressions: [{key: a, operator: Is}]}}} | enumeration
            {validationActions: [Deny], checks: {rootUser: {}}, match: {objectSelector: {matchExpressions: [{operator: Exists}]}}} | key
            """)
    void aPolicyThatCannotBeUsedIsRefused(String spec, String told) {
        assertThat(POLICY.problems(resource(spec)))
                .anySatisfy(problem -> assertThat(problem).contains(told));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {images: ["**"], checks: [root-user]}                                         | reason
            {images: ["**"], checks: [root-user], reason: ""}                             | reason
            {images: ["**"], checks: [root-user], reason: "  "}                           | say why
            {images: ["**"], checks: [], reason: a}                                       | checks
            {images: ["**"], checks: [rootUser], reason: a}                               | pattern
            {images: [], checks: [root-user], reason: a}                                  | images
            {images: [nginx], checks: [root-user], reason: a}                             | a glob begins with the registry
            {images: ["**"], checks: [root-user], reason: a, expiresAt: tomorrow}         | date-time
            {images: ["**"], checks: [root-user], reason: a, expiresAt: "2027-03-31"}     | date-time
            {images: ["**"], checks: [root-user], reason: a, expiresAt: "2027-13-31T00:00:00Z"} | date-time
            """)
    void anExceptionThatCannotBeUsedIsRefused(String spec, String told) {
        assertThat(EXCEPTION.problems(resource(spec)))
                .anySatisfy(problem -> assertThat(problem).contains(told));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {validationActions: [Deny, Audit], checks: {imageSize: {max: 104857600}}}
            {validationActions: [Warn], checks: {imageSize: {max: 1.5Gi, validationActions: [Deny]}, podSize: {max: ".5e9"}}}
            {validationActions: [Audit], checks: {mutableTag: {}}, match: {images: ["*/**", "localhost/a", "a:5000/*:v1.*", "[::1]:5000/a"]}}
            """)
    void whatCanBeUsedPasses(String spec) {
        assertThat(POLICY.problems(resource(spec))).isEmpty();
    }

    /** Else people would look for an explanation in vain. */
    @Test
    void everyFieldIsDescribed() {
        List<String> undescribed = new ArrayList<>();
        CustomResourceDefinitions.all()
                .forEach(file -> eachField(
                        Definition.parse(file.yaml()).at("/spec/versions/0/schema/openAPIV3Schema"), (name, field) -> {
                            if (field.path("description").asText().length() < 5) {
                                undescribed.add(file.name() + ": " + name);
                            }
                        }));
        assertThat(undescribed).isEmpty();
    }

    /** Or the API server could not tell what the rules cost. */
    @Test
    void whateverCanBeManyOrLongHasABound() {
        List<String> unbounded = new ArrayList<>();
        CustomResourceDefinitions.all()
                .forEach(file -> eachField(
                        Definition.parse(file.yaml()).at("/spec/versions/0/schema/openAPIV3Schema/properties/spec"),
                        (name, field) -> {
                            if (!isBounded(field)) {
                                unbounded.add(file.name() + ": " + name);
                            }
                        }));
        assertThat(unbounded).isEmpty();
    }

    private static boolean isBounded(JsonNode field) {
        return switch (field.path("type").asText()) {
            case "array" -> field.has("maxItems") && isBounded(field.path("items"));
            case "string" -> field.has("maxLength") || field.has("enum");
            case "object" ->
                field.has("properties") || field.has("maxProperties") && isBounded(field.path("additionalProperties"));
            default -> true;
        };
    }

    private static void eachField(JsonNode schema, BiConsumer<String, JsonNode> visitor) {
        schema.path("properties").properties().forEach(property -> {
            visitor.accept(property.getKey(), property.getValue());
            eachField(property.getValue(), visitor);
        });
        if (schema.has("items")) {
            eachField(schema.path("items"), visitor);
        }
    }

    private static JsonNode resource(String spec) {
        ObjectNode resource = new YAMLMapper().createObjectNode();
        resource.set("spec", Definition.parse(spec));
        return resource;
    }

    private static List<JsonNode> documents(Path file) {
        YAMLMapper yaml = new YAMLMapper();
        try (MappingIterator<JsonNode> documents =
                yaml.readerFor(JsonNode.class).readValues(file.toFile())) {
            return documents.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
