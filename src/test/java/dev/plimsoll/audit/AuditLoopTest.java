package dev.plimsoll.audit;

import static dev.plimsoll.audit.Manifests.pod;
import static dev.plimsoll.policy.PolicyBuilder.aPolicy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.DataSize;
import dev.plimsoll.kubernetes.ClusterObjects;
import dev.plimsoll.kubernetes.ListServer;
import dev.plimsoll.kubernetes.MockApiServer;
import dev.plimsoll.policy.PolicySet;
import dev.plimsoll.policy.ValidationAction;
import dev.plimsoll.policy.check.ImageSize;
import dev.plimsoll.policy.check.RootUser;
import dev.plimsoll.registry.FakeRegistry;
import dev.plimsoll.registry.RegistryInspector;
import dev.plimsoll.registry.TestImage;
import dev.plimsoll.registry.TestSettings;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Scan after scan: what is written to the API server, and what is asked of a registry. */
class AuditLoopTest {

    private static final ResourceDefinitionContext REPORTS =
            context("openreports.io", "v1alpha1", "Report", "reports", true);
    private static final ResourceDefinitionContext CLUSTER_REPORTS =
            context("openreports.io", "v1alpha1", "ClusterReport", "clusterreports", false);
    private static final ResourceDefinitionContext POLICY_REPORTS =
            context("wgpolicyk8s.io", "v1alpha2", "PolicyReport", "policyreports", true);

    private final ListServer lists = ListServer.start();
    private final MockApiServer server = MockApiServer.start();
    private final KubernetesClient client = server.newClient();
    private final ClusterObjects listed = lists.objects();
    private final ClusterObjects written = server.newObjects();
    private final FakeRegistry registry = FakeRegistry.start();
    private final RegistryInspector inspector = TestSettings.with(registry).inspector();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private PolicySet policies = policies(1);

    @AfterEach
    void close() {
        listed.close();
        written.close();
        client.close();
        inspector.close();
        registry.close();
        server.close();
        lists.close();
    }

    private static ResourceDefinitionContext context(
            String group, String version, String kind, String plural, boolean namespaced) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(namespaced)
                .build();
    }

    private static PolicySet policies(int bytes) {
        return new PolicySet(
                List.of(aPolicy()
                        .name("strict")
                        .actions(ValidationAction.DENY)
                        .check(new ImageSize(new DataSize(bytes)))
                        .check(new RootUser(false), ValidationAction.AUDIT)
                        .build()),
                List.of());
    }

    /** Each is due again at once. */
    private AuditLoop loop(ReportTarget target, BooleanSupplier isMine) {
        AuditSettings settings = new TestAuditSettings(target, 1000);
        return new AuditLoop(
                Scanning.scan(listed, inspector),
                settings.reports().kind().map(written::reports),
                settings,
                () -> policies,
                isMine,
                new AuditMetrics(metrics, Scanning.CLOCK, settings.interval(), settings.namespacesInMetrics()),
                Scanning.CLOCK,
                Duration.ZERO);
    }

    private String image(String name) {
        registry.put(
                name,
                "1",
                TestImage.anImage().user(name.equals("plain") ? "1000" : "").layer(1000, "COPY " + name));
        return registry.name() + "/" + name + ":1";
    }

    /** By namespace and name, with the version, which every write changes. */
    private Map<String, String> reports(ResourceDefinitionContext kind) {
        return client.genericKubernetesResources(kind).inAnyNamespace().list().getItems().stream()
                .collect(Collectors.toMap(
                        it -> it.getMetadata().getNamespace() + "/"
                                + it.getMetadata().getName(),
                        it -> it.getMetadata().getResourceVersion()));
    }

    private static Map<?, ?> map(Object value) {
        return (Map<?, ?>) value;
    }

    private double metric(String name, String... tags) {
        return metrics.get(name).tags(tags).gauge().value();
    }

    @Test
    void reportsSayWhatIsWrongWithWhatAndHowToMendIt() {
        lists.list("/api/v1/pods", pod("shop", "web", "", image("app"), registry.name() + "/gone:1"));
        loop(ReportTarget.OPENREPORTS, () -> true).run();
        GenericKubernetesResource report = client.genericKubernetesResources(REPORTS)
                .inNamespace("shop")
                .withName("plimsoll-strict")
                .get();
        assertThat(report.getMetadata().getLabels()).containsEntry("app.kubernetes.io/managed-by", "plimsoll");
        assertThat(report.getAdditionalProperties()).containsEntry("source", "plimsoll");
        assertThat(map(report.getAdditionalProperties().get("summary")))
                .isEqualTo(Map.of("pass", 0, "fail", 1, "warn", 1, "error", 1, "skip", 0));
        List<?> results = (List<?>) report.getAdditionalProperties().get("results");
        Map<?, ?> first = map(results.get(0));
        assertThat(new HashMap<Object, Object>(first))
                .containsEntry("policy", "strict")
                .containsEntry("rule", "image-size")
                .containsEntry("result", "fail")
                .containsEntry("severity", "high");
        assertThat(first.get("message").toString()).contains("c0: ", "over 1 B");
        assertThat(map(first.get("properties")).get("remedy").toString()).isNotEmpty();
        assertThat(map(first.get("properties")).get("digest").toString()).startsWith("sha256:");
        assertThat(map(first.get("properties")).get("compressedBytes").toString())
                .matches("[1-9][0-9]+");
        assertThat(map(((List<?>) first.get("resources")).get(0)))
                .isEqualTo(Map.of("apiVersion", "v1", "kind", "Pod", "namespace", "shop", "name", "web"));
        assertThat(reports(CLUSTER_REPORTS)).containsOnlyKeys("null/plimsoll-unknown-images");
        assertThat(metric("plimsoll.audit.uninspected")).isEqualTo(1);
        assertThat(metric("plimsoll.audit.findings", "policy", "strict", "action", "deny"))
                .isEqualTo(1);
    }

    @Test
    void aSecondScanWritesNothingAndAsksForNoManifestAgain() {
        List<String> images =
                IntStream.range(0, 200).mapToObj(it -> image("app" + it)).toList();
        lists.list("/api/v1/pods", 2000, it -> pod("ns" + it % 10, "p" + it, "", images.get(it % 200)));
        AuditLoop loop = loop(ReportTarget.OPENREPORTS, () -> true);
        loop.run();
        Map<String, String> before = reports(REPORTS);
        assertThat(before).hasSize(10);
        assertThat(loop.last().orElseThrow().totals().pods()).isEqualTo(2000);
        List<String> fetched = manifests();
        assertThat(fetched).hasSize(200).doesNotHaveDuplicates();

        loop.run();
        assertThat(reports(REPORTS)).isEqualTo(before);
        assertThat(manifests()).hasSize(200);
        assertThat(metrics.get("plimsoll.audit.namespace.pull.bytes").gauges()).hasSize(2);
    }

    private List<String> manifests() {
        return registry.requests().stream()
                .filter(it -> it.method().equals("GET") && it.path().contains("/manifests/"))
                .map(FakeRegistry.Request::path)
                .toList();
    }

    @Test
    void whatChangesIsWrittenAndWhatIsGoneIsRemoved() {
        String app = image("app");
        String plain = image("plain");
        lists.list("/api/v1/pods", pod("shop", "a", "", app), pod("till", "b", "", app), pod("bank", "c", "", app));
        AuditLoop loop = loop(ReportTarget.WGPOLICYK8S, () -> true);
        loop.run();
        Map<String, String> before = reports(POLICY_REPORTS);
        assertThat(before).containsOnlyKeys("shop/plimsoll-strict", "till/plimsoll-strict", "bank/plimsoll-strict");

        lists.list("/api/v1/pods", pod("shop", "a", "", app), pod("till", "b", "", plain));
        loop.run();
        Map<String, String> after = reports(POLICY_REPORTS);
        assertThat(after).containsOnlyKeys("shop/plimsoll-strict", "till/plimsoll-strict");
        assertThat(after.get("shop/plimsoll-strict")).isEqualTo(before.get("shop/plimsoll-strict"));
        assertThat(after.get("till/plimsoll-strict")).isNotEqualTo(before.get("till/plimsoll-strict"));

        policies = policies(1 << 30);
        lists.list("/api/v1/pods", pod("shop", "a", "", plain));
        loop.run();
        assertThat(reports(POLICY_REPORTS)).isEmpty();
    }

    @Test
    void reportsOfOthersAreLeftAlone() {
        GenericKubernetesResource foreign = new GenericKubernetesResource();
        foreign.setApiVersion("openreports.io/v1alpha1");
        foreign.setKind("Report");
        foreign.setMetadata(new ObjectMetaBuilder()
                .withNamespace("shop")
                .withName("plimsoll-strict")
                .build());
        client.genericKubernetesResources(REPORTS)
                .inNamespace("shop")
                .resource(foreign)
                .create();
        Map<String, String> before = reports(REPORTS);
        lists.list("/api/v1/pods", pod("shop", "a", "", image("app")), pod("till", "b", "", image("app")));
        loop(ReportTarget.OPENREPORTS, () -> true).run();
        assertThat(reports(REPORTS))
                .containsAllEntriesOf(before)
                .containsKey("till/plimsoll-strict")
                .hasSize(2);
    }

    @Test
    void theNextLeaderFinishesWhatTheLastOneBegan() {
        String app = image("app");
        lists.list("/api/v1/pods", 4, it -> pod("ns" + it, "a", "", app));
        AtomicInteger asked = new AtomicInteger();
        int untilItWrites = 1 + 9 + 1 + 1;
        loop(ReportTarget.OPENREPORTS, () -> asked.incrementAndGet() <= untilItWrites + 2)
                .run();
        Map<String, String> begun = reports(REPORTS);
        assertThat(begun).hasSize(2);
        loop(ReportTarget.OPENREPORTS, () -> true).run();
        assertThat(reports(REPORTS)).hasSize(4).containsAllEntriesOf(begun);
    }

    @Test
    void whoeverLeadsNoMoreSaysNothingMore() {
        lists.list("/api/v1/pods", pod("shop", "a", "", image("app")));
        AtomicBoolean mine = new AtomicBoolean(true);
        AuditLoop loop = loop(ReportTarget.OFF, mine::get);
        loop.run();
        assertThat(metric("plimsoll.audit.workloads")).isEqualTo(1);
        mine.set(false);
        loop.run();
        assertThat(loop.last()).isEmpty();
        assertThat(metric("plimsoll.audit.workloads")).isNaN();
        assertThat(metrics.find("plimsoll.audit.findings").gauges()).isEmpty();
    }

    @Test
    void withoutTheDefinitionsOfReportsItGoesOn() {
        lists.list("/api/v1/pods", pod("shop", "a", "", image("app")));
        AuditSettings settings = new TestAuditSettings(ReportTarget.OPENREPORTS, 1000);
        AuditLoop loop = new AuditLoop(
                Scanning.scan(listed, inspector),
                settings.reports().kind().map(listed::reports),
                settings,
                () -> policies,
                () -> true,
                new AuditMetrics(metrics, Scanning.CLOCK, settings.interval(), 2),
                Scanning.CLOCK,
                Duration.ZERO);
        loop.run();
        loop.run();
        assertThat(loop.last().orElseThrow().totals().denied()).isEqualTo(1);
    }

    @Test
    void aRegistryThatIsDownMakesImagesUnknownAndNothingElse() {
        String app = image("app");
        registry.answer("/v2/", 503);
        lists.list("/api/v1/pods", pod("shop", "a", "", app));
        AuditLoop loop = loop(ReportTarget.OPENREPORTS, () -> true);
        loop.run();
        assertThat(loop.last().orElseThrow().unknown())
                .extracting(UnknownImage::reason)
                .containsExactly("unavailable");
        assertThat(reports(CLUSTER_REPORTS)).hasSize(1);
    }
}
