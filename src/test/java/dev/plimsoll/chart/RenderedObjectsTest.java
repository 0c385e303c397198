package dev.plimsoll.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1CustomResourceDefinition;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1ValidatingWebhookConfiguration;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RenderedObjectsTest {
    private static final Map<String, KubernetesType> TYPES = Map.of(
            "apiextensions.k8s.io/v1 CustomResourceDefinition", V1CustomResourceDefinition::validateJsonElement,
            "v1 ConfigMap", V1ConfigMap::validateJsonElement,
            "v1 Namespace", V1Namespace::validateJsonElement,
            "v1 Service", V1Service::validateJsonElement,
            "v1 ServiceAccount", V1ServiceAccount::validateJsonElement,
            "apps/v1 Deployment", V1Deployment::validateJsonElement,
            "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement,
            "admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration",
                    V1ValidatingWebhookConfiguration::validateJsonElement);

    private static final Set<String> CLUSTER_SCOPED =
            Set.of("ValidatingWebhookConfiguration", "CustomResourceDefinition");

    @Test
    void helmFindsNothingToLint() {
        assertThat(Chart.lint()).satisfies(result -> assertThat(result.isFailed())
                .as("%s", result.getMessages())
                .isFalse());
    }

    @ParameterizedTest
    @MethodSource("dev.plimsoll.chart.Chart#triedValues")
    void everyObjectIsWhatItsKubernetesTypeSays(String values) {
        List<JsonNode> objects = Chart.with(values).objects();
        assertThat(objects)
                .extracting(RenderedObjectsTest::type)
                .contains(
                        "apps/v1 Deployment",
                        "v1 Service",
                        "admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration");
        assertThat(objects).filteredOn(object -> !isOfCertManager(object)).allSatisfy(RenderedObjectsTest::isValid);
    }

    @Test
    void thePlainManifestsAreValidToo() {
        assertThat(Manifests.parse(DeployManifests.render()).objects())
                .filteredOn(object -> !isOfCertManager(object))
                .allSatisfy(RenderedObjectsTest::isValid);
    }

    @ParameterizedTest
    @MethodSource("dev.plimsoll.chart.Chart#triedValues")
    void everyObjectSaysItsNamespaceSoThatItGoesNowhereElse(String values) {
        assertThat(Chart.with(values).objects())
                .filteredOn(
                        object -> !CLUSTER_SCOPED.contains(object.path("kind").asText()))
                .allSatisfy(object ->
                        assertThat(object.at("/metadata/namespace").asText()).isEqualTo(Chart.NAMESPACE));
    }

    @Test
    void thisTestWouldNoticeAFieldThatKubernetesDoesNotKnow() throws IOException {
        JsonNode service = Manifests.YAML.readTree("{apiVersion: v1, kind: Service, spec: {selectors: {}}}");
        assertThatThrownBy(() -> validate(service)).hasMessageContaining("selectors");
    }

    private static void isValid(JsonNode object) {
        assertThatCode(() -> validate(object))
                .as("%s %s", type(object), object.at("/metadata/name").asText())
                .doesNotThrowAnyException();
    }

    private static void validate(JsonNode object) throws IOException {
        KubernetesType kubernetesType = TYPES.get(type(object));
        assertThat(kubernetesType).as("the type %s", type(object)).isNotNull();
        kubernetesType.validate(JsonParser.parseString(object.toString()));
    }

    private static String type(JsonNode object) {
        return object.path("apiVersion").asText() + " " + object.path("kind").asText();
    }

    private static boolean isOfCertManager(JsonNode object) {
        return object.path("apiVersion").asText().equals("cert-manager.io/v1");
    }

    private interface KubernetesType {
        void validate(JsonElement object) throws IOException;
    }
}
