package dev.plimsoll.chart;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentTest {
    private static final String EVERYTHING = Chart.read("ci/everything-values.yaml");
    private static final String ENFORCE = Chart.read("ci/enforce-values.yaml");

    @Test
    void theApplicationIsToldEverythingByItsEnvironment() {
        assertThat(environment("{}"))
                .isEqualTo(Map.ofEntries(
                        entry("PLIMSOLL_MODE", "audit"),
                        entry("PLIMSOLL_POLICIES", "/etc/plimsoll/policies"),
                        entry("PLIMSOLL_PLATFORMS", "linux/amd64"),
                        entry("PLIMSOLL_ADMISSION_EXCLUDED_NAMESPACES", "kube-system,kube-node-lease,plimsoll"),
                        entry("PLIMSOLL_CLUSTER_WATCH", "on"),
                        entry("PLIMSOLL_CLUSTER_NAMESPACE", "plimsoll"),
                        entry("PLIMSOLL_CLUSTER_STATUS_LEASE", "plimsoll-status"),
                        entry("PLIMSOLL_PULL_SECRETS_ENABLED", "true"),
                        entry("PLIMSOLL_EVENTS_ENABLED", "true"),
                        entry("PLIMSOLL_AUDIT_INTERVAL", "1h"),
                        entry("PLIMSOLL_AUDIT_REPORTS", "openreports"),
                        entry("PLIMSOLL_AUDIT_LEASE", "plimsoll-audit"),
                        entry("PLIMSOLL_TLS_MODE", "selfManaged"),
                        entry("PLIMSOLL_TLS_SELF_MANAGED_NAMESPACE", "plimsoll"),
                        entry("PLIMSOLL_TLS_SELF_MANAGED_SERVICE", "plimsoll"),
                        entry("PLIMSOLL_TLS_SELF_MANAGED_SECRET", "plimsoll-certificate"),
                        entry("PLIMSOLL_TLS_SELF_MANAGED_LEASE", "plimsoll-certificate"),
                        entry("PLIMSOLL_TLS_SELF_MANAGED_WEBHOOK_CONFIGURATIONS", "plimsoll"),
                        entry("PLIMSOLL_TLS_SELF_MANAGED_IDENTITY", "metadata.name"),
                        entry("QUARKUS_HTTP_SSL_PORT", "8443"),
                        entry("QUARKUS_MANAGEMENT_PORT", "9000"),
                        entry("QUARKUS_SHUTDOWN_DELAY", "10s"),
                        entry("QUARKUS_SHUTDOWN_TIMEOUT", "5s"),
                        entry(
                                "JAVA_TOOL_OPTIONS",
                                "-XX:MaxRAMPercentage=50 -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError")));
    }

    @Test
    void withoutPoliciesOfTheReleaseItIsToldOfNoFolder() {
        String values = Chart.read("ci/resources-only-values.yaml");
        assertThat(environment(values)).doesNotContainKey("PLIMSOLL_POLICIES");
        assertThat(container(values).path("volumeMounts").findValuesAsText("mountPath"))
                .doesNotContain("/etc/plimsoll/policies");
    }

    @Test
    void thePageIsServedOnlyIfItIsWanted() {
        assertThat(environment("{}")).doesNotContainKey("PLIMSOLL_WEB_ENABLED");
        assertThat(environment(Chart.read("ci/web-values.yaml"))).containsEntry("PLIMSOLL_WEB_ENABLED", "true");
    }

    /** Else two replicas could not be told from the nodes that they are on. */
    @Test
    void onTheHostsNetworkAReplicaIsCalledByItsPod() {
        assertThat(environment("{}")).doesNotContainKey("HOSTNAME");
        assertThat(environment("{hostNetwork: true}")).containsEntry("HOSTNAME", "metadata.name");
    }

    @Test
    void aCertificateOfOthersIsTwoFilesAndTheNameItMustBeFor() {
        assertThat(environment("{tls: {mode: certManager}}"))
                .containsEntry("PLIMSOLL_TLS_MODE", "certManager")
                .containsEntry("PLIMSOLL_TLS_HOST", "plimsoll.plimsoll.svc")
                .containsEntry("PLIMSOLL_TLS_CERT_FILE", "/etc/plimsoll/tls/tls.crt")
                .containsEntry("PLIMSOLL_TLS_KEY_FILE", "/etc/plimsoll/tls/tls.key")
                .doesNotContainKey("PLIMSOLL_TLS_SELF_MANAGED_SECRET");
    }

    @Test
    void theValuesReachTheEnvironment() {
        assertThat(environment(ENFORCE))
                .containsEntry("PLIMSOLL_MODE", "enforce")
                .containsEntry("PLIMSOLL_PLATFORMS", "linux/amd64,linux/arm64")
                .containsEntry(
                        "PLIMSOLL_ADMISSION_EXCLUDED_NAMESPACES", "kube-system,kube-node-lease,plimsoll,monitoring")
                .containsEntry("QUARKUS_SHUTDOWN_TIMEOUT", "10s");
        assertThat(environment(EVERYTHING))
                .containsEntry("QUARKUS_SHUTDOWN_DELAY", "20s")
                .containsEntry("JAVA_TOOL_OPTIONS", "-XX:MaxRAMPercentage=60")
                .containsEntry("QUARKUS_LOG_LEVEL", "DEBUG");
    }

    @ParameterizedTest
    @MethodSource("dev.plimsoll.chart.Chart#triedValues")
    void everyFolderItIsToldOfIsMountedReadOnly(String values) {
        Map<String, Boolean> mounts = new LinkedHashMap<>();
        container(values)
                .path("volumeMounts")
                .forEach(mount -> mounts.put(
                        mount.path("mountPath").asText(), mount.path("readOnly").asBoolean()));
        assertThat(mounts).containsEntry("/deployments/config", true).containsEntry("/tmp", false);
    }

    @ParameterizedTest
    @MethodSource("dev.plimsoll.chart.Chart#triedValues")
    void everyMountHasItsVolumeAndEveryVolumeItsMount(String values) {
        assertThat(names(container(values).path("volumeMounts")))
                .containsExactlyInAnyOrderElementsOf(names(pod(values).path("volumes")));
    }

    @ParameterizedTest
    @MethodSource("dev.plimsoll.chart.Chart#triedValues")
    void itMeetsThePodSecurityStandardRestricted(String values) {
        JsonNode pod = pod(values).path("securityContext");
        assertThat(pod.path("runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.path("runAsUser").asInt()).isEqualTo(65532);
        assertThat(pod.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        JsonNode container = container(values).path("securityContext");
        assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{cluster: {watch: true}, events: {enabled: false}, tls: {mode: certManager}, pullSecrets: {enabled: false}}",
                "{cluster: {watch: false}, events: {enabled: true}, tls: {mode: certManager}, pullSecrets: {enabled: false}}",
                "{cluster: {watch: false}, events: {enabled: false}, tls: {mode: selfManaged}, pullSecrets: {enabled: false}}",
                "{cluster: {watch: false}, events: {enabled: false}, tls: {mode: certManager}, pullSecrets: {enabled: true}}"
            })
    void itHasATokenWhereItAsksTheApiServer(String values) {
        assertThat(pod(values).path("automountServiceAccountToken").asBoolean()).isTrue();
    }

    @Test
    void itIsToldWhatItMayReadAndWrite() {
        assertThat(environment("{events: {enabled: false}, pullSecrets: {namespaces: [shop, payments]}}"))
                .containsEntry("PLIMSOLL_EVENTS_ENABLED", "false")
                .containsEntry("PLIMSOLL_PULL_SECRETS_ENABLED", "true")
                .containsEntry("PLIMSOLL_PULL_SECRETS_NAMESPACES", "shop,payments");
        assertThat(environment("{pullSecrets: {enabled: false}}"))
                .containsEntry("PLIMSOLL_PULL_SECRETS_ENABLED", "false");
    }

    @Test
    void withoutAReasonItHasNoTokenAndNoRights() {
        String nothing = Chart.read("ci/files-only-values.yaml");
        assertThat(pod(nothing).path("automountServiceAccountToken").asBoolean(true))
                .isFalse();
        assertThat(Rights.of(nothing))
                .allSatisfy(right -> assertThat(right.why()).startsWith("While "));
    }

    /** Whoever else uses the account does not get a token by it. */
    @ParameterizedTest
    @MethodSource("dev.plimsoll.chart.Chart#triedValues")
    void noAccountMountsItsTokenUnasked(String values) {
        assertThat(Chart.with(values).all("ServiceAccount")).allSatisfy(account -> assertThat(
                        account.path("automountServiceAccountToken").asBoolean(true))
                .isFalse());
    }

    @Test
    void onItsNodesNetworkItStillKnowsTheClustersNames() {
        String values = Chart.read("ci/host-network-values.yaml");
        assertThat(pod(values).path("hostNetwork").asBoolean()).isTrue();
        assertThat(pod(values).path("dnsPolicy").asText()).isEqualTo("ClusterFirstWithHostNet");
        assertThat(container(values).path("ports").findValuesAsText("containerPort"))
                .containsExactly("10250", "10251");
        assertThat(environment(values))
                .containsEntry("QUARKUS_HTTP_SSL_PORT", "10250")
                .containsEntry("QUARKUS_MANAGEMENT_PORT", "10251");
    }

    @Test
    void aPriorityOfTheSystemComesWithTheQuotaThatAllowsIt() {
        Manifests manifests = Chart.with("{}");
        assertThat(pod("{}").path("priorityClassName").asText()).isEqualTo("system-cluster-critical");
        assertThat(manifests
                        .only("ResourceQuota")
                        .at("/spec/scopeSelector/matchExpressions/0/values/0")
                        .asText())
                .isEqualTo("system-cluster-critical");
        assertThat(Chart.with("{priorityClassName: mine}").all("ResourceQuota")).isEmpty();
        assertThat(pod("{priorityClassName: ''}").has("priorityClassName")).isFalse();
    }

    @Test
    void theServicesPortAndSelectorMeetThePods() {
        Manifests manifests = Chart.with("{}");
        JsonNode service = manifests.only("Service").path("spec");
        JsonNode labels = manifests.only("Deployment").at("/spec/template/metadata/labels");
        assertThat(service.at("/ports/0/port").asInt()).isEqualTo(443);
        assertThat(portOf(service.at("/ports/0/targetPort").asText())).isEqualTo(8443);
        assertThat(service.path("selector").properties()).isNotEmpty().isSubsetOf(labels.properties());
        assertThat(manifests.only("PodDisruptionBudget").at("/spec/selector/matchLabels"))
                .isEqualTo(service.path("selector"));
        assertThat(manifests.only("Deployment").at("/spec/selector/matchLabels"))
                .isEqualTo(service.path("selector"));
    }

    @ParameterizedTest
    @CsvSource({
        "startupProbe, /q/health/started",
        "readinessProbe, /q/health/ready",
        "livenessProbe, /q/health/live",
    })
    void theProbesAskTheManagementPort(String probe, String path) {
        JsonNode asked = container("{}").path(probe).path("httpGet");
        assertThat(asked.path("path").asText()).isEqualTo(path);
        assertThat(portOf(asked.path("port").asText())).isEqualTo(9000);
    }

    @Test
    void aRollOutNeverTakesAwayAReplicaBeforeTheNextIsReady() {
        JsonNode deployment = Chart.with("{}").only("Deployment").path("spec");
        assertThat(deployment.path("replicas").asInt()).isEqualTo(2);
        assertThat(deployment.at("/strategy/rollingUpdate/maxUnavailable").asInt(-1))
                .isZero();
    }

    @Test
    void aDrainLeavesOneReplicaAndIsNotHeldUpByABrokenOne() {
        JsonNode budget = Chart.with("{}").only("PodDisruptionBudget").path("spec");
        assertThat(budget.path("minAvailable").asInt()).isEqualTo(1);
        assertThat(budget.path("unhealthyPodEvictionPolicy").asText()).isEqualTo("AlwaysAllow");
    }

    @Test
    void aSingleReplicaHasNoBudgetForItWouldStopEveryDrain() {
        assertThat(Chart.with(Chart.read("ci/single-values.yaml")).all("PodDisruptionBudget"))
                .isEmpty();
    }

    @Test
    void aGivenAccountIsUsed() {
        String given = Chart.read("ci/no-rbac-values.yaml");
        assertThat(Chart.with(given).all("ServiceAccount")).isEmpty();
        assertThat(pod(given).path("serviceAccountName").asText()).isEqualTo("given");
    }

    @Test
    void replicasSpreadOverNodesAndZonesUnlessToldOtherwise() {
        assertThat(StreamSupport.stream(
                                pod("{}").path("topologySpreadConstraints").spliterator(), false)
                        .map(constraint -> constraint.path("topologyKey").asText()))
                .containsExactly("kubernetes.io/hostname", "topology.kubernetes.io/zone");
        assertThat(pod(EVERYTHING)
                        .at("/topologySpreadConstraints/0/topologyKey")
                        .asText())
                .isEqualTo("rack");
    }

    @Test
    void itRunsOnLinuxNodes() {
        assertThat(pod("{}").at("/nodeSelector/kubernetes.io~1os").asText()).isEqualTo("linux");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {}                                          | ghcr.io/plimsoll/plimsoll:0.1.0
                    {image: {tag: 0.2.0}}                       | ghcr.io/plimsoll/plimsoll:0.2.0
                    {image: {registry: 'registry.corp:5000'}}   | registry.corp:5000/plimsoll/plimsoll:0.1.0
                    {image: {digest: 'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'}} | ghcr.io/plimsoll/plimsoll:0.1.0@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
                    """)
    void theImageIsThatOfTheAppVersionUnlessToldOtherwise(String values, String image) {
        assertThat(container(values).path("image").asText()).isEqualTo(image);
    }

    @Test
    void aChangeOfPoliciesOrRegistriesIsRolledOutAndNothingElseIs() {
        assertThat(annotation("{mode: enforce}", "policies")).isEqualTo(annotation("{}", "policies"));
        assertThat(annotation(ENFORCE, "policies")).isNotEqualTo(annotation("{}", "policies"));
        String registries = Chart.read("ci/registry-values.yaml");
        assertThat(annotation(registries, "config")).isNotEqualTo(annotation("{}", "config"));
        assertThat(annotation(registries, "policies")).isEqualTo(annotation("{}", "policies"));
    }

    @Test
    void namesFollowTheOverride() {
        Manifests manifests = Chart.with(EVERYTHING);
        assertThat(manifests.only("Deployment").at("/metadata/name").asText()).isEqualTo("image-admission");
        assertThat(manifests
                        .named("Certificate", "image-admission-tls")
                        .at("/spec/dnsNames/0")
                        .asText())
                .isEqualTo("image-admission.plimsoll.svc");
        assertThat(manifests.named("ServiceAccount", "judge")).isNotNull();
    }

    private static Map<String, String> environment(String values) {
        Map<String, String> environment = new LinkedHashMap<>();
        container(values)
                .path("env")
                .forEach(variable -> environment.put(
                        variable.path("name").asText(),
                        variable.has("value")
                                ? variable.path("value").asText()
                                : variable.at("/valueFrom/fieldRef/fieldPath").asText()));
        return environment;
    }

    private static int portOf(String name) {
        return StreamSupport.stream(container("{}").path("ports").spliterator(), false)
                .filter(port -> port.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow()
                .path("containerPort")
                .asInt();
    }

    private static String annotation(String values, String checksum) {
        return Chart.with(values)
                .only("Deployment")
                .at("/spec/template/metadata/annotations/checksum~1" + checksum)
                .asText();
    }

    private static JsonNode pod(String values) {
        return Chart.with(values).only("Deployment").at("/spec/template/spec");
    }

    private static JsonNode container(String values) {
        return pod(values).at("/containers/0");
    }

    private static List<String> names(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(element -> element.path("name").asText())
                .toList();
    }
}
