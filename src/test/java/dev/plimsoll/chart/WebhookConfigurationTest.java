package dev.plimsoll.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookConfigurationTest {
    private static final String PROVIDED = Chart.read("ci/provided-values.yaml");
    private static final String CERT_MANAGER = Chart.read("ci/cert-manager-values.yaml");
    private static final String ENFORCE = Chart.read("ci/enforce-values.yaml");

    @Test
    void everyKindThatRunsAPodIsSent() {
        Set<String> sent = new TreeSet<>();
        for (JsonNode rule : webhook("{}").path("rules")) {
            for (JsonNode resource : rule.path("resources")) {
                sent.add("%s/%s/%s %s %s"
                        .formatted(
                                rule.at("/apiGroups/0").asText(),
                                rule.at("/apiVersions/0").asText(),
                                resource.asText(),
                                String.join("+", texts(rule.path("operations"))),
                                rule.path("scope").asText()));
            }
        }
        assertThat(sent)
                .containsExactlyInAnyOrder(
                        "/v1/pods CREATE+UPDATE Namespaced",
                        "/v1/pods/ephemeralcontainers UPDATE Namespaced",
                        "/v1/podtemplates CREATE+UPDATE Namespaced",
                        "/v1/replicationcontrollers CREATE+UPDATE Namespaced",
                        "apps/v1/daemonsets CREATE+UPDATE Namespaced",
                        "apps/v1/deployments CREATE+UPDATE Namespaced",
                        "apps/v1/replicasets CREATE+UPDATE Namespaced",
                        "apps/v1/statefulsets CREATE+UPDATE Namespaced",
                        "batch/v1/cronjobs CREATE+UPDATE Namespaced",
                        "batch/v1/jobs CREATE+UPDATE Namespaced");
    }

    @Test
    void itFailsOpenAndSoonByDefault() {
        JsonNode webhook = webhook("{}");
        assertThat(webhook.path("name").asText()).isEqualTo("validate.plimsoll.dev");
        assertThat(webhook.path("failurePolicy").asText()).isEqualTo("Ignore");
        assertThat(webhook.path("timeoutSeconds").asInt()).isEqualTo(5);
        assertThat(webhook.path("matchPolicy").asText()).isEqualTo("Equivalent");
        assertThat(webhook.path("sideEffects").asText()).isEqualTo("NoneOnDryRun");
        assertThat(texts(webhook.path("admissionReviewVersions"))).containsExactly("v1");
    }

    @Test
    void itsServiceIsTheChartsOwn() {
        Manifests manifests = Chart.with("{}");
        JsonNode service = manifests.only("Service");
        JsonNode called = manifests.only("ValidatingWebhookConfiguration").at("/webhooks/0/clientConfig/service");
        assertThat(called.path("name")).isEqualTo(service.at("/metadata/name"));
        assertThat(called.path("namespace")).isEqualTo(service.at("/metadata/namespace"));
        assertThat(called.path("port")).isEqualTo(service.at("/spec/ports/0/port"));
        assertThat(called.path("path").asText()).isEqualTo("/validate");
    }

    @ParameterizedTest
    @MethodSource("dev.plimsoll.chart.Chart#triedValues")
    void theSystemsAndItsOwnNamespaceAreNeverJudged(String values) {
        assertThat(excluded(webhook(values))).startsWith("kube-system", "kube-node-lease", Chart.NAMESPACE);
    }

    @Test
    void itsOwnNamespaceIsThatOfTheRelease() {
        JsonNode webhook = Manifests.parse(Chart.render("{}", "guards"))
                .only("ValidatingWebhookConfiguration")
                .at("/webhooks/0");
        assertThat(excluded(webhook)).containsExactly("kube-system", "kube-node-lease", "guards");
    }

    @Test
    void theUsersSelectorsAndConditionsAreAdded() {
        JsonNode webhook = webhook(ENFORCE);
        assertThat(excluded(webhook)).containsExactly("kube-system", "kube-node-lease", Chart.NAMESPACE, "monitoring");
        assertThat(webhook.at("/namespaceSelector/matchExpressions/1/key").asText())
                .isEqualTo("team");
        assertThat(webhook.at("/namespaceSelector/matchLabels/stage").asText()).isEqualTo("production");
        assertThat(webhook.at("/objectSelector/matchExpressions/0/operator").asText())
                .isEqualTo("DoesNotExist");
        assertThat(webhook.path("matchConditions")).hasSize(5);
        assertThat(webhook.at("/matchConditions/4/name").asText()).isEqualTo("not-the-builder");
    }

    @Test
    void aNamespaceExcludedTwiceIsNamedOnce() {
        assertThat(excluded(webhook("{webhook: {excludedNamespaces: [kube-system, plimsoll]}}")))
                .containsExactly("kube-system", "kube-node-lease", Chart.NAMESPACE);
    }

    @ParameterizedTest
    @MethodSource("dev.plimsoll.chart.Chart#triedValues")
    void theCaBundleIsNeverEmpty(String values) {
        JsonNode config = webhook(values).path("clientConfig");
        if (config.has("caBundle")) {
            assertThat(decoded(config)).startsWith("-----BEGIN CERTIFICATE-----\n");
        }
    }

    /** The key alone would wipe, at every upgrade, what the application wrote. */
    @ParameterizedTest
    @ValueSource(strings = {"{}", "{tls: {mode: certManager}}"})
    void whatOthersWriteIntoTheCaBundleIsLeftAlone(String values) {
        assertThat(webhook(values).path("clientConfig").has("caBundle")).isFalse();
        assertThat(Chart.render(values, Chart.NAMESPACE)).doesNotContain("caBundle:");
    }

    @Test
    void certManagerInjectsTheAuthorityOfItsOwnCertificate() {
        assertThat(annotation(CERT_MANAGER, "cert-manager.io/inject-ca-from"))
                .isEqualTo("plimsoll/" + certificate(CERT_MANAGER));
        assertThat(annotation("{}", "cert-manager.io/inject-ca-from")).isEmpty();
    }

    @Test
    void aProvidedCaBundleIsTheWholePemAndNothingIsInjectedOverIt() {
        assertThat(decoded(webhook(PROVIDED).path("clientConfig"))).endsWith("\n-----END CERTIFICATE-----\n");
        assertThat(annotation(PROVIDED, "cert-manager.io/inject-ca-from")).isEmpty();
        assertThat(Chart.with(PROVIDED).all("Certificate")).isEmpty();
    }

    @Test
    void azureIsToldToLeaveItAlone() {
        assertThat(annotation("{}", "admissions.enforcer~1disabled")).isEqualTo("true");
        assertThat(annotation(ENFORCE, "team")).isEqualTo("platform");
    }

    @Test
    void certManagerMakesAKeyForTheNameTheApiServerVerifies() {
        Manifests manifests = Chart.with(CERT_MANAGER);
        JsonNode leaf = manifests.named("Certificate", "plimsoll-tls").path("spec");
        assertThat(texts(leaf.path("dnsNames"))).containsExactly("plimsoll.plimsoll.svc");
        assertThat(leaf.at("/privateKey/algorithm").asText()).isEqualTo("ECDSA");
        assertThat(leaf.at("/issuerRef/name").asText()).isEqualTo("plimsoll-ca");
        assertThat(leaf.path("secretName")).isEqualTo(tlsSecret(manifests));
    }

    @Test
    void theChainOfIssuersHangsTogether() {
        Manifests manifests = Chart.with(CERT_MANAGER);
        JsonNode ca = manifests.named("Certificate", "plimsoll-ca").path("spec");
        assertThat(ca.path("isCA").asBoolean()).isTrue();
        assertThat(manifests
                        .named("Issuer", ca.at("/issuerRef/name").asText())
                        .at("/spec/selfSigned")
                        .isObject())
                .isTrue();
        assertThat(manifests.named("Issuer", "plimsoll-ca").at("/spec/ca/secretName"))
                .isEqualTo(ca.path("secretName"));
    }

    private static JsonNode webhook(String values) {
        return Chart.with(values).only("ValidatingWebhookConfiguration").at("/webhooks/0");
    }

    private static List<String> excluded(JsonNode webhook) {
        JsonNode expression = webhook.at("/namespaceSelector/matchExpressions/0");
        assertThat(expression.path("key").asText()).isEqualTo("kubernetes.io/metadata.name");
        assertThat(expression.path("operator").asText()).isEqualTo("NotIn");
        return texts(expression.path("values"));
    }

    private static String annotation(String values, String name) {
        return Chart.with(values)
                .only("ValidatingWebhookConfiguration")
                .at("/metadata/annotations/" + name.replace("cert-manager.io/", "cert-manager.io~1"))
                .asText();
    }

    private static String certificate(String values) {
        Manifests manifests = Chart.with(values);
        return manifests
                .all("Certificate")
                .filter(certificate -> certificate.at("/spec/secretName").equals(tlsSecret(manifests)))
                .map(certificate -> certificate.at("/metadata/name").asText())
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode tlsSecret(Manifests manifests) {
        return StreamSupport.stream(
                        manifests
                                .only("Deployment")
                                .at("/spec/template/spec/volumes")
                                .spliterator(),
                        false)
                .filter(volume -> volume.path("name").asText().equals("tls"))
                .findFirst()
                .orElseThrow()
                .at("/secret/secretName");
    }

    private static String decoded(JsonNode clientConfig) {
        return new String(
                Base64.getDecoder().decode(clientConfig.path("caBundle").asText()));
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
