package dev.plimsoll.chart;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1ClusterRole;
import io.kubernetes.client.openapi.models.V1ClusterRoleBinding;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1CustomResourceDefinition;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1ResourceQuota;
import io.kubernetes.client.openapi.models.V1Role;
import io.kubernetes.client.openapi.models.V1RoleBinding;
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
    private static final Map<String, KubernetesType> TYPES = Map.ofEntries(
            entry("apiextensions.k8s.io/v1 CustomResourceDefinition", V1CustomResourceDefinition::validateJsonElement),
            entry("v1 ConfigMap", V1ConfigMap::validateJsonElement),
            entry("v1 Namespace", V1Namespace::validateJsonElement),
            entry("v1 Pod", V1Pod::validateJsonElement),
            entry("v1 ResourceQuota", V1ResourceQuota::validateJsonElement),
            entry("v1 Service", V1Service::validateJsonElement),
            entry("v1 ServiceAccount", V1ServiceAccount::validateJsonElement),
            entry("apps/v1 Deployment", V1Deployment::validateJsonElement),
            entry("batch/v1 Job", V1Job::validateJsonElement),
            entry("networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy::validateJsonElement),
            entry("policy/v1 PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement),
            entry("rbac.authorization.k8s.io/v1 ClusterRole", V1ClusterRole::validateJsonElement),
            entry("rbac.authorization.k8s.io/v1 ClusterRoleBinding", V1ClusterRoleBinding::validateJsonElement),
            entry("rbac.authorization.k8s.io/v1 Role", V1Role::validateJsonElement),
            entry("rbac.authorization.k8s.io/v1 RoleBinding", V1RoleBinding::validateJsonElement),
            entry(
                    "admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration",
                    V1ValidatingWebhookConfiguration::validateJsonElement));

    /** Kinds that others define; their own tests look at what we write into them. */
    private static final Set<String> OF_OTHERS = Set.of(
            "cert-manager.io/v1 Certificate",
            "cert-manager.io/v1 Issuer",
            "monitoring.coreos.com/v1 PodMonitor",
            "monitoring.coreos.com/v1 PrometheusRule",
            "monitoring.coreos.com/v1 ServiceMonitor");

    private static final Set<String> CLUSTER_SCOPED =
            Set.of("ValidatingWebhookConfiguration", "CustomResourceDefinition", "ClusterRole", "ClusterRoleBinding");

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
        assertThat(objects)
                .filteredOn(object -> !OF_OTHERS.contains(type(object)))
                .allSatisfy(RenderedObjectsTest::isValid);
    }

    @Test
    void thePlainManifestsAreValidToo() {
        assertThat(Manifests.parse(DeployManifests.render()).objects())
                .filteredOn(object -> !OF_OTHERS.contains(type(object)))
                .allSatisfy(RenderedObjectsTest::isValid);
    }

    @ParameterizedTest
    @MethodSource("dev.plimsoll.chart.Chart#triedValues")
    void everyObjectSaysItsNamespaceSoThatItGoesNowhereElse(String values) {
        assertThat(Chart.with(values).objects()).allSatisfy(object -> {
            boolean ofTheCluster = CLUSTER_SCOPED.contains(object.path("kind").asText());
            assertThat(object.at("/metadata").has("namespace")).isNotEqualTo(ofTheCluster);
        });
    }

    @ParameterizedTest
    @MethodSource("dev.plimsoll.chart.Chart#triedValues")
    void onlyRolesForPullSecretsAreOutsideOfItsNamespace(String values) {
        assertThat(Chart.with(values).objects())
                .filteredOn(object -> object.at("/metadata").has("namespace"))
                .filteredOn(object -> !object.at("/metadata/name").asText().endsWith("-pull-secrets"))
                .allSatisfy(object ->
                        assertThat(object.at("/metadata/namespace").asText()).isEqualTo(Chart.NAMESPACE));
    }

    @ParameterizedTest
    @MethodSource("dev.plimsoll.chart.Chart#triedValues")
    void noObjectIsThereTwice(String values) {
        assertThat(Chart.with(values).objects())
                .extracting(object -> "%s %s/%s"
                        .formatted(
                                type(object),
                                object.at("/metadata/namespace").asText(),
                                object.at("/metadata/name").asText()))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dev.plimsoll.chart.Chart#triedValues")
    void everyObjectBearsTheLabelsThatHelmRecommends(String values) {
        assertThat(Chart.with(values).objects())
                .filteredOn(object -> !object.at("/metadata/name").asText().endsWith("-more"))
                .allSatisfy(object -> assertThat(object.at("/metadata/labels").properties())
                        .extracting(Map.Entry::getKey)
                        .contains(
                                "app.kubernetes.io/name",
                                "app.kubernetes.io/instance",
                                "app.kubernetes.io/version",
                                "app.kubernetes.io/managed-by",
                                "helm.sh/chart"));
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

    private interface KubernetesType {
        void validate(JsonElement object) throws IOException;
    }
}
