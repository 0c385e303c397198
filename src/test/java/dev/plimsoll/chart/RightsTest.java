package dev.plimsoll.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RightsTest {
    private static final String EVERYWHERE = "{}";
    private static final String SOME = Chart.read("ci/pull-secrets-of-namespaces-values.yaml");

    @Test
    void everyRuleSaysWhyItIsThere() {
        assertThat(Rights.all())
                .hasSizeGreaterThan(10)
                .allSatisfy(right -> assertThat(right.why()).as("%s", right).endsWith("."));
    }

    @ParameterizedTest
    @MethodSource("dev.plimsoll.chart.Chart#triedValues")
    void nothingIsAllowedInBulk(String values) {
        assertThat(rules(values)).allSatisfy(rule -> {
            assertThat(texts(rule, "apiGroups")).doesNotContain("*");
            assertThat(texts(rule, "resources")).doesNotContain("*");
            assertThat(texts(rule, "verbs")).isSubsetOf("get", "list", "watch", "create", "update", "patch", "delete");
        });
    }

    /** A list of Secrets is all of their contents. */
    @ParameterizedTest
    @MethodSource("dev.plimsoll.chart.Chart#triedValues")
    void noSecretIsReadThatIsNotAskedForByName(String values) {
        assertThat(rules(values))
                .filteredOn(rule -> texts(rule, "resources").contains("secrets"))
                .allSatisfy(rule -> assertThat(texts(rule, "verbs")).isSubsetOf("get", "create", "patch"));
    }

    /** Reports are named after namespaces and policies, which come and go; only those that bear its label are touched. */
    @ParameterizedTest
    @MethodSource("dev.plimsoll.chart.Chart#triedValues")
    void whatExistsIsChangedOnlyByItsName(String values) {
        assertThat(rules(values))
                .filteredOn(rule -> texts(rule, "verbs").stream()
                        .anyMatch(verb -> List.of("update", "patch", "delete").contains(verb)))
                .filteredOn(rule -> texts(rule, "resources").stream()
                        .noneMatch(resource -> resource.endsWith("/status")
                                || resource.equals("events")
                                || resource.endsWith("reports")))
                .allSatisfy(rule -> assertThat(texts(rule, "resourceNames")).isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("dev.plimsoll.chart.Chart#triedValues")
    void everyRoleIsBoundToAnAccountOfTheRelease(String values) {
        Manifests manifests = Chart.with(values);
        List<String> bound = Stream.of("ClusterRoleBinding", "RoleBinding")
                .flatMap(manifests::all)
                .peek(binding ->
                        assertThat(binding.at("/subjects/0/namespace").asText()).isEqualTo(Chart.NAMESPACE))
                .map(binding -> "%s %s %s"
                        .formatted(
                                binding.at("/roleRef/kind").asText(),
                                binding.at("/metadata/namespace").asText(),
                                binding.at("/roleRef/name").asText()))
                .toList();
        assertThat(bound)
                .containsExactlyInAnyOrderElementsOf(Stream.of("ClusterRole", "Role")
                        .flatMap(manifests::all)
                        .map(role -> "%s %s %s"
                                .formatted(
                                        role.path("kind").asText(),
                                        role.at("/metadata/namespace").asText(),
                                        role.at("/metadata/name").asText()))
                        .toList());
    }

    @Test
    void withoutPullSecretsNoSecretButItsOwnCanBeRead() {
        assertThat(rules("{pullSecrets: {enabled: false}}"))
                .filteredOn(rule -> texts(rule, "resources").contains("secrets"))
                .filteredOn(rule -> texts(rule, "verbs").contains("get"))
                .singleElement()
                .satisfies(rule -> assertThat(texts(rule, "resourceNames")).containsExactly("plimsoll-certificate"));
    }

    @Test
    void pullSecretsAreReadEverywhereOrInTheNamedNamespacesOnly() {
        assertThat(secretReaders(EVERYWHERE)).containsExactly("ClusterRole ");
        assertThat(secretReaders(SOME)).containsExactlyInAnyOrder("Role shop", "Role payments");
    }

    @Test
    void theNamesAreThoseThatTheApplicationIsTold() {
        JsonNode env = Chart.with("{}").only("Deployment").at("/spec/template/spec/containers/0/env");
        assertThat(rules("{}")
                        .filter(rule -> rule.has("resourceNames"))
                        .flatMap(rule -> texts(rule, "resourceNames").stream()))
                .isNotEmpty()
                .isSubsetOf(env.findValuesAsText("value"));
    }

    @Test
    void noneAreMadeWhereSomebodyElseGivesThem() {
        assertThat(rules(Chart.read("ci/no-rbac-values.yaml"))).isEmpty();
    }

    private static List<String> secretReaders(String values) {
        Manifests manifests = Chart.with(values);
        return Stream.of("ClusterRole", "Role")
                .flatMap(manifests::all)
                .filter(role -> elements(role.path("rules"))
                        .anyMatch(rule -> texts(rule, "resources").contains("secrets")
                                && texts(rule, "verbs").contains("get")
                                && !rule.has("resourceNames")))
                .map(role -> role.path("kind").asText() + " "
                        + role.at("/metadata/namespace").asText())
                .toList();
    }

    private static Stream<JsonNode> rules(String values) {
        Manifests manifests = Chart.with(values);
        return Stream.of("ClusterRole", "Role").flatMap(manifests::all).flatMap(role -> elements(role.path("rules")));
    }

    private static List<String> texts(JsonNode rule, String field) {
        return elements(rule.path(field)).map(JsonNode::asText).toList();
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
