package dev.plimsoll.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What runs when the release is uninstalled, and when it is tested. */
class HooksTest {
    private static final String WITHOUT_ROLES = Chart.read("ci/no-rbac-values.yaml");
    private static final String EVERYTHING = Chart.read("ci/everything-values.yaml");

    private static Stream<String> valuesWithHooks() {
        return Chart.triedValues().stream().filter(values -> !values.equals(WITHOUT_ROLES));
    }

    @Test
    void uninstallingRemovesTheWebhookConfigurationFirst() {
        Manifests manifests = Chart.with(EVERYTHING);
        String configuration = manifests
                .only("ValidatingWebhookConfiguration")
                .at("/metadata/name")
                .asText();
        JsonNode job = manifests.only("Job");
        assertThat(hook(job)).isEqualTo("pre-delete");
        assertThat(arguments(job.at("/spec/template/spec"))).containsExactly("webhook", "remove", configuration);
        assertThat(job.at("/spec/activeDeadlineSeconds").asInt()).isPositive();
        JsonNode rule =
                manifests.named("ClusterRole", "image-admission-uninstall").at("/rules/0");
        assertThat(texts(rule.path("resourceNames"))).containsExactly(configuration);
        assertThat(texts(rule.path("verbs"))).containsExactly("get", "delete");
    }

    @Test
    void itCanBeLeftToHelm() {
        assertThat(Chart.with("{uninstall: {removeWebhookFirst: false}}").all("Job"))
                .isEmpty();
    }

    /** They would fail without their Roles, and with them the uninstalling. */
    @Test
    void whereNoRolesAreMadeThereIsNeither() {
        Manifests manifests = Chart.with(WITHOUT_ROLES);
        assertThat(manifests.all("Job")).isEmpty();
        assertThat(manifests.all("Pod")).isEmpty();
    }

    @Test
    void testingCallsTheWebhookAsItsConfigurationSays() {
        Manifests manifests = Chart.with(EVERYTHING);
        JsonNode pod = manifests.only("Pod");
        assertThat(hook(pod)).isEqualTo("test");
        assertThat(arguments(pod.path("spec"))).containsExactly("webhook", "test", "image-admission");
        assertThat(texts(manifests.named("ClusterRole", "image-admission-test").at("/rules/0/verbs")))
                .containsExactly("get");
    }

    /** They are not part of the release, so nobody else would remove them. */
    @ParameterizedTest
    @MethodSource("valuesWithHooks")
    void whatAHookNeedsComesAndGoesWithIt(String values) {
        assertThat(Chart.with(values).objects())
                .filteredOn(object -> object.at("/metadata/name").asText().endsWith("-test")
                        || object.at("/metadata/name").asText().endsWith("-uninstall"))
                .isNotEmpty()
                .allSatisfy(object -> {
                    assertThat(hook(object)).isIn("test", "pre-delete");
                    assertThat(object.at("/metadata/annotations/helm.sh~1hook-delete-policy")
                                    .asText())
                            .contains("before-hook-creation");
                });
    }

    @ParameterizedTest
    @MethodSource("valuesWithHooks")
    void theyRunTheReleasesImageUnderTheSameRestrictions(String values) {
        JsonNode replica = Chart.with(values).only("Deployment").at("/spec/template/spec");
        assertThat(pods(values)).isNotEmpty().allSatisfy(pod -> {
            assertThat(pod.at("/containers/0/image")).isEqualTo(replica.at("/containers/0/image"));
            assertThat(pod.path("securityContext")).isEqualTo(replica.path("securityContext"));
            assertThat(pod.at("/containers/0/securityContext")).isEqualTo(replica.at("/containers/0/securityContext"));
            assertThat(pod.path("tolerations")).isEqualTo(replica.path("tolerations"));
        });
    }

    @ParameterizedTest
    @MethodSource("valuesWithHooks")
    void theirPodsAreNoReplicas(String values) {
        Manifests manifests = Chart.with(values);
        JsonNode selector = manifests
                .named(
                        "Service",
                        manifests.only("Deployment").at("/metadata/name").asText())
                .at("/spec/selector");
        assertThat(Stream.concat(
                        manifests.all("Pod").map(pod -> pod.at("/metadata/labels")),
                        manifests.all("Job").map(job -> job.at("/spec/template/metadata/labels"))))
                .isNotEmpty()
                .noneMatch(labels -> labels.properties().containsAll(selector.properties()));
    }

    private static List<JsonNode> pods(String values) {
        Manifests manifests = Chart.with(values);
        return Stream.concat(
                        manifests.all("Pod").map(pod -> pod.path("spec")),
                        manifests.all("Job").map(job -> job.at("/spec/template/spec")))
                .toList();
    }

    private static String hook(JsonNode object) {
        return object.path("metadata").path("annotations").path(Chart.HOOK).asText();
    }

    private static List<String> arguments(JsonNode pod) {
        return texts(pod.at("/containers/0/args"));
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
