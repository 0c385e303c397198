package dev.plimsoll.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.kubernetes.PolicyFiles;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.registry.RegistrySettings;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigMapsTest {
    private static final String ENFORCE = Chart.read("ci/enforce-values.yaml");
    private static final String NO_POLICIES = Chart.read("ci/resources-only-values.yaml");
    private static final String REGISTRIES = Chart.read("ci/registry-values.yaml");

    private static final Set<String> CHECKS = Set.of(
            "imageSize",
            "layerSize",
            "layerCount",
            "podSize",
            "imageGrowth",
            "mutableTag",
            "rootUser",
            "willNotStart",
            "platformMismatch",
            "advice");

    private static Stream<String> valuesWithPolicies() {
        return Chart.triedValues().stream().filter(values -> !values.equals(NO_POLICIES));
    }

    @ParameterizedTest
    @MethodSource("valuesWithPolicies")
    void everyPolicyIsADocumentOfThePolicyApi(String values) {
        assertThat(policies(values)).isNotEmpty().allSatisfy((name, policy) -> {
            assertThat(policy.path("apiVersion").asText()).isEqualTo("plimsoll.dev/v1alpha1");
            assertThat(policy.path("kind").asText()).isEqualTo("ImageAdmissionPolicy");
            assertThat(policy.at("/metadata/name").asText()).isEqualTo(name);
            assertThat(keys(policy.at("/spec/checks"))).isNotEmpty().isSubsetOf(CHECKS);
            assertThat(texts(policy.at("/spec/validationActions"))).isNotEmpty().isSubsetOf("Deny", "Warn", "Audit");
        });
    }

    @Test
    void byDefaultOnePolicyWarnsEverywhereAndOneDeniesWhereItIsAskedTo() {
        Map<String, JsonNode> policies = policies("{}");
        assertThat(policies).containsOnlyKeys("baseline", "enforced");
        assertThat(texts(policies.get("baseline").at("/spec/validationActions")))
                .containsExactly("Warn", "Audit");
        assertThat(policies.get("baseline").at("/spec/checks").findValuesAsText("validationActions"))
                .doesNotContain("Deny");
    }

    @Test
    void whatIsEnforcedIsEnforcedInLabelledNamespacesOnly() {
        JsonNode enforced = policies("{}").get("enforced").path("spec");
        assertThat(texts(enforced.path("validationActions"))).containsExactly("Deny", "Audit");
        assertThat(enforced.at("/match/namespaceSelector").toString())
                .isEqualTo("{\"matchLabels\":{\"plimsoll.dev/enforce\":\"true\"}}");
    }

    @Test
    void withoutTheClusterNothingIsEnforcedByLabelsThatNobodyKnows() {
        assertThat(policies("{cluster: {watch: false}}")).containsOnlyKeys("baseline");
    }

    @Test
    void nothingIsDeniedThatWasNotWarnedOfBefore() {
        JsonNode enforced = policies(ENFORCE).get("enforced").at("/spec/checks");
        JsonNode baseline = policies(ENFORCE).get("baseline").at("/spec/checks");
        assertThat(enforced.properties()).isNotEmpty().isSubsetOf(baseline.properties());
    }

    @Test
    void aPolicyOfOnesOwnIsTakenAsItIs() throws IOException {
        JsonNode given = Manifests.YAML.readTree(ENFORCE).at("/policies/extra/small-batch-images");
        assertThat(policies(ENFORCE).get("small-batch-images").path("spec")).isEqualTo(given);
    }

    @Test
    void withoutAnyThereIsNoConfigMapForThem() {
        assertThat(Chart.with(NO_POLICIES).all("ConfigMap"))
                .extracting(map -> map.at("/metadata/name").asText())
                .containsExactly("plimsoll-config");
    }

    @Test
    void withoutTheDefaultPoliciesOnlyOnesOwnAreThere() {
        assertThat(policies(Chart.read("ci/single-values.yaml"))).containsOnlyKeys("only-tags");
    }

    @Test
    void registriesAreProperties() throws IOException {
        assertThat(properties(REGISTRIES))
                .isEqualTo(Map.of(
                        "plimsoll.registry.docker-config", "/etc/plimsoll/registry/.dockerconfigjson",
                        "plimsoll.registry.hosts.\"docker.io\".mirrors", "https://mirror.corp,http://10.0.0.6:5000/hub",
                        "plimsoll.registry.hosts.\"registry.corp:5000\".endpoint", "http://10.0.0.5:5000",
                        "plimsoll.registry.hosts.\"registry.corp:5000\".docker-config",
                                "/etc/plimsoll/registry/registry.corp_5000/.dockerconfigjson",
                        "plimsoll.registry.hosts.\"registry.corp:5000\".token-hosts", "auth.example",
                        "plimsoll.registry.hosts.\"registry.example\".client-cert-file",
                                "/etc/plimsoll/registry/registry.example/tls.crt",
                        "plimsoll.registry.hosts.\"registry.example\".client-key-file",
                                "/etc/plimsoll/registry/registry.example/tls.key",
                        "plimsoll.registry.hosts.\"registry.example\".ca-file",
                                "/etc/plimsoll/registry/registry.example/ca.crt"));
    }

    @Test
    void everyFileARegistryNamesIsMountedWhereItSays() throws IOException {
        JsonNode sources = StreamSupport.stream(
                        Chart.with(REGISTRIES)
                                .only("Deployment")
                                .at("/spec/template/spec/volumes")
                                .spliterator(),
                        false)
                .filter(volume -> volume.path("name").asText().equals("registry"))
                .findFirst()
                .orElseThrow()
                .at("/projected/sources");
        Map<String, String> files = new TreeMap<>();
        sources.forEach(source -> source.forEach(from -> from.path("items")
                .forEach(item -> files.put(
                        "/etc/plimsoll/registry/" + item.path("path").asText(),
                        from.path("name").asText() + " " + item.path("key").asText()))));
        assertThat(files)
                .isEqualTo(Map.of(
                        "/etc/plimsoll/registry/.dockerconfigjson", "pull .dockerconfigjson",
                        "/etc/plimsoll/registry/registry.corp_5000/.dockerconfigjson", "pull-corp .dockerconfigjson",
                        "/etc/plimsoll/registry/registry.example/ca.crt", "example-ca ca.crt",
                        "/etc/plimsoll/registry/registry.example/tls.crt", "example-client tls.crt",
                        "/etc/plimsoll/registry/registry.example/tls.key", "example-client tls.key"));
        assertThat(properties(REGISTRIES).values()).containsAll(files.keySet());
    }

    @Test
    void withoutRegistriesThereAreNoProperties() throws IOException {
        assertThat(properties("{}")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("valuesWithPolicies")
    void policiesAreReadByTheApplicationWithoutAProblem(String values, @TempDir Path mounted) throws IOException {
        for (Map.Entry<String, JsonNode> file : policyFiles(values).properties()) {
            Files.writeString(mounted.resolve(file.getKey()), file.getValue().asText());
        }
        PolicyFiles.Result read = PolicyFiles.read(mounted);
        assertThat(read.problems()).isEmpty();
        assertThat(read.policies().policies())
                .extracting(Policy::name)
                .containsExactlyInAnyOrderElementsOf(policies(values).keySet());
    }

    @Test
    void registriesAreUnderstoodByTheApplication() throws IOException {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties(REGISTRIES), "application.properties", 250))
                .withMapping(RegistrySettings.class)
                .build();
        assertThat(config.getConfigMapping(RegistrySettings.class).hosts()).isNotEmpty();
    }

    private static JsonNode policyFiles(String values) {
        return Chart.with(values)
                .named("ConfigMap", configMap(values, "policies"))
                .path("data");
    }

    private static Map<String, JsonNode> policies(String values) {
        Map<String, JsonNode> policies = new TreeMap<>();
        policyFiles(values).properties().forEach(file -> {
            assertThat(file.getKey()).endsWith(".yaml");
            policies.put(
                    file.getKey().replace(".yaml", ""), parse(file.getValue().asText()));
        });
        return policies;
    }

    private static Properties properties(String values) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(Chart.with(values)
                .named("ConfigMap", configMap(values, "config"))
                .at("/data/application.properties")
                .asText()));
        return properties;
    }

    private static String configMap(String values, String volume) {
        return StreamSupport.stream(
                        Chart.with(values)
                                .only("Deployment")
                                .at("/spec/template/spec/volumes")
                                .spliterator(),
                        false)
                .filter(mounted -> mounted.path("name").asText().equals(volume))
                .findFirst()
                .orElseThrow()
                .at("/configMap/name")
                .asText();
    }

    private static JsonNode parse(String yaml) {
        try {
            return Manifests.YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> keys(JsonNode object) {
        Set<String> keys = new TreeSet<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
