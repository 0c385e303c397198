package dev.plimsoll.audit;

import static dev.plimsoll.audit.Manifests.controller;
import static dev.plimsoll.audit.Manifests.pod;
import static dev.plimsoll.policy.PolicyBuilder.aPolicy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plimsoll.image.DataSize;
import dev.plimsoll.kubernetes.ClusterObjects;
import dev.plimsoll.kubernetes.ListServer;
import dev.plimsoll.kubernetes.MockApiServer;
import dev.plimsoll.kubernetes.Relay;
import dev.plimsoll.policy.PolicySet;
import dev.plimsoll.policy.ValidationAction;
import dev.plimsoll.policy.check.ImageSize;
import dev.plimsoll.registry.FakeRegistry;
import dev.plimsoll.registry.RegistryInspector;
import dev.plimsoll.registry.TestImage;
import dev.plimsoll.registry.TestSettings;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong while a cluster is audited, and what becomes of its reports. */
class AuditSurvivalTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final ResourceDefinitionContext REPORTS = new ResourceDefinitionContext.Builder()
            .withGroup("openreports.io")
            .withVersion("v1alpha1")
            .withKind("Report")
            .withPlural("reports")
            .withNamespaced(true)
            .build();

    private static final PolicySet STRICT = new PolicySet(
            List.of(aPolicy()
                    .name("strict")
                    .actions(ValidationAction.DENY)
                    .check(new ImageSize(new DataSize(1)))
                    .build()),
            List.of());

    private final ListServer lists = ListServer.start();
    private final MockApiServer server = MockApiServer.start();
    private final KubernetesClient client = server.newClient();
    private final ClusterObjects listed = lists.objects();
    private final ClusterObjects written = server.newObjects();
    private final FakeRegistry registry = FakeRegistry.start();
    private final RegistryInspector inspector = TestSettings.with(registry).inspector();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Time time = new Time();

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

    /** Stands still until it is moved. */
    private static final class Time extends Clock {

        private Instant now = Scanning.NOW;

        void passes(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private String image(String name) {
        registry.put(name, "1", TestImage.anImage().user("1000").layer(1000, "COPY " + name));
        return registry.name() + "/" + name + ":1";
    }

    /** Scans once an hour. */
    private AuditLoop loop(ClusterObjects target, BooleanSupplier isMine, String... namespaces) {
        TestAuditSettings settings = new TestAuditSettings(Duration.ofHours(1), ReportTarget.OPENREPORTS, 1000);
        return new AuditLoop(
                Scanning.scan(listed, inspector, namespaces),
                settings.reports().kind().map(target::reports),
                settings,
                () -> STRICT,
                isMine,
                new AuditMetrics(metrics, time, settings.interval(), settings.namespacesInMetrics()),
                time);
    }

    private AuditLoop loop(String... namespaces) {
        return loop(written, () -> true, namespaces);
    }

    private static String path(String namespace, String... name) {
        return "/apis/openreports.io/v1alpha1/namespaces/" + namespace + "/reports"
                + (name.length == 0 ? "" : "/" + name[0]);
    }

    private static String status(int code, String reason, String message, String cause) {
        return """
                {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": %d, "reason": "%s", "message": "%s",
                 "details": {"causes": [{"reason": "%s", "message": "%s"}]}}
                """.formatted(code, reason, message, cause, message);
    }

    /** By namespace and name, with the version, which every write changes. */
    private Map<String, String> reports() {
        Map<String, String> reports = new TreeMap<>();
        client.genericKubernetesResources(REPORTS)
                .inAnyNamespace()
                .list()
                .getItems()
                .forEach(it -> reports.put(
                        it.getMetadata().getNamespace() + "/" + it.getMetadata().getName(),
                        it.getMetadata().getResourceVersion()));
        return reports;
    }

    private GenericKubernetesResource report(String namespace) {
        return client.genericKubernetesResources(REPORTS)
                .inNamespace(namespace)
                .withName("plimsoll-strict")
                .get();
    }

    private List<?> results(String namespace) {
        return (List<?>) report(namespace).getAdditionalProperties().get("results");
    }

    private Stream<String> writes() {
        return server.requests().stream()
                .filter(it -> !it.startsWith("GET") && it.contains("openreports"))
                .map(it -> it.replaceFirst("/apis/openreports.io/v1alpha1/namespaces/", ""));
    }

    @Test
    void aNamespaceThatIsGoingOrGoneGetsNoReportAndTheOthersDo() {
        String app = image("app");
        lists.list("/api/v1/pods", pod("gone", "a", "", app), pod("going", "b", "", app), pod("shop", "c", "", app));
        server.answerOnce(
                "POST",
                path("going"),
                403,
                status(
                        403,
                        "Forbidden",
                        "reports.openreports.io is forbidden: unable to create new content in namespace going because it"
                                + " is being terminated",
                        "NamespaceTerminating"));
        server.answerOnce("POST", path("gone"), 404, status(404, "NotFound", "namespaces gone not found", "NotFound"));
        AuditLoop loop = loop();
        loop.run();
        assertThat(reports()).containsOnlyKeys("shop/plimsoll-strict");

        time.passes(Duration.ofMinutes(30));
        loop.run();
        assertThat(writes()).as("nobody tries again").hasSize(3);
    }

    @Test
    void aNamespaceThatWentWhileItWasReadHoldsNothing() {
        String app = image("app");
        lists.refuse("/api/v1/pods", 403, "pods is forbidden")
                .list("/api/v1/namespaces/shop/pods", pod("shop", "a", "", app))
                .list("/api/v1/namespaces/till/pods", pod("till", "b", "", app));
        AuditLoop loop = loop("shop", "till");
        loop.run();
        assertThat(reports()).containsOnlyKeys("shop/plimsoll-strict", "till/plimsoll-strict");

        lists.refuse("/api/v1/namespaces/till/pods", 404, "namespaces till not found");
        time.passes(Duration.ofHours(1));
        loop.run();
        assertThat(loop.last().orElseThrow().gaps()).isEmpty();
        assertThat(reports()).containsOnlyKeys("shop/plimsoll-strict");
    }

    @Test
    void whatCouldNotBeReadKeepsItsReportAndIsSaidToBeMissing() {
        String app = image("app");
        lists.refuse("/api/v1/pods", 403, "pods is forbidden")
                .list("/api/v1/namespaces/shop/pods", pod("shop", "a", "", app))
                .list("/api/v1/namespaces/till/pods", pod("till", "b", "", app))
                .list("/apis/apps/v1/deployments", controller("till", "c", "", app));
        AuditLoop loop = loop("shop", "till");
        loop.run();
        Map<String, String> before = reports();
        assertThat(results("till")).hasSize(2);

        lists.refuse("/api/v1/namespaces/shop/pods", 403, "pods is forbidden in shop")
                .refuse("/api/v1/namespaces/till/pods", 403, "pods is forbidden in till");
        time.passes(Duration.ofHours(1));
        loop.run();
        assertThat(reports()).containsOnlyKeys("shop/plimsoll-strict", "till/plimsoll-strict");
        assertThat(reports().get("shop/plimsoll-strict"))
                .as("nothing is known of it, so nothing is changed")
                .isEqualTo(before.get("shop/plimsoll-strict"));
        assertThat(results("till")).hasSize(2);
        assertThat((Map<?, ?>) results("till").get(1))
                .satisfies(it -> assertThat(it.get("rule")).isEqualTo("not-looked-at"))
                .satisfies(it -> assertThat(it.get("message").toString()).contains("pods", "forbidden in till"));
    }

    @Test
    void aScanThatBreaksOffTouchesNoReport() {
        lists.list("/api/v1/pods", pod("shop", "a", "", image("app")));
        AuditLoop loop = loop();
        loop.run();
        Map<String, String> before = reports();
        lists.list("/api/v1/pods").refuse("/apis/batch/v1/jobs", 500, "etcd is away");
        time.passes(Duration.ofHours(1));
        loop.run();
        assertThat(reports()).isEqualTo(before);
        assertThat(loop.last().orElseThrow().begun()).as("the last whole one").isEqualTo(Scanning.NOW);

        lists.list("/apis/batch/v1/jobs");
        time.passes(Duration.ofMinutes(1));
        loop.run();
        assertThat(reports()).isEmpty();
    }

    /** Somebody edits the report after it was listed and before it is written. */
    @Test
    void aConflictIsReadAnewAndWrittenOnce() {
        String app = image("app");
        lists.list("/api/v1/pods", pod("shop", "a", "", app));
        AtomicBoolean meddle = new AtomicBoolean();
        AuditLoop loop = loop(written, () -> {
            if (meddle.get()
                    && server.requests().stream()
                                    .filter(it -> it.contains("/reports?"))
                                    .count()
                            > 1) {
                meddle.set(false);
                client.genericKubernetesResources(REPORTS)
                        .inNamespace("shop")
                        .withName("plimsoll-strict")
                        .edit(it -> {
                            it.setAdditionalProperty("summary", Map.of("fail", 0));
                            return it;
                        });
            }
            return true;
        });
        loop.run();
        lists.list("/api/v1/pods", pod("shop", "a", "", app), pod("shop", "b", "", app));
        meddle.set(true);
        time.passes(Duration.ofHours(1));
        loop.run();
        assertThat(meddle).isFalse();
        assertThat(results("shop")).hasSize(2);
        assertThat(report("shop").getAdditionalProperties().get("summary").toString())
                .contains("fail=2");
        assertThat(server.requests().stream().filter(it -> it.equals("PUT " + path("shop", "plimsoll-strict"))))
                .as("the first was refused")
                .hasSize(2);
    }

    @Test
    void whatAnotherMadeMeanwhileIsTakenOver() {
        lists.list("/api/v1/pods", pod("shop", "a", "", image("app")));
        GenericKubernetesResource report = new GenericKubernetesResource();
        report.setApiVersion("openreports.io/v1alpha1");
        report.setKind("Report");
        report.setMetadata(new ObjectMetaBuilder()
                .withNamespace("shop")
                .withName("plimsoll-strict")
                .addToLabels("app.kubernetes.io/managed-by", "plimsoll")
                .build());
        AtomicBoolean made = new AtomicBoolean();
        loop(written, () -> {
                    boolean listed = server.requests().stream().anyMatch(it -> it.contains("/clusterreports?"));
                    if (listed && made.compareAndSet(false, true)) {
                        client.genericKubernetesResources(REPORTS)
                                .inNamespace("shop")
                                .resource(report)
                                .create();
                    }
                    return true;
                })
                .run();
        assertThat(made).isTrue();
        assertThat(results("shop")).hasSize(1);
    }

    @Test
    void aReportThatIsRefusedIsTriedAgainWithoutAScan() {
        String app = image("app");
        lists.list("/api/v1/pods", pod("shop", "a", "", app), pod("till", "b", "", app));
        server.answerOnce("POST", path("shop"), 403, status(403, "Forbidden", "not allowed", "Forbidden"));
        AuditLoop loop = loop();
        loop.run();
        assertThat(reports()).containsOnlyKeys("till/plimsoll-strict");
        int read = lists.requests().size();

        loop.run();
        assertThat(reports()).as("not at once").hasSize(1);
        time.passes(Duration.ofMinutes(1));
        loop.run();
        assertThat(reports()).containsOnlyKeys("shop/plimsoll-strict", "till/plimsoll-strict");
        assertThat(writes().filter(it -> it.equals("POST till/reports"))).hasSize(1);
        assertThat(lists.requests()).hasSize(read);
    }

    @Test
    void anApiServerThatIsAwayWhenReportsAreWrittenGetsThemWhenItIsBack() {
        lists.list("/api/v1/pods", pod("shop", "a", "", image("app")));
        AuditLoop loop = loop();
        server.disappear();
        loop.run();
        int read = lists.requests().size();
        assertThat(loop.last()).isPresent();
        time.passes(Duration.ofMinutes(1));
        loop.run();
        server.appear();
        time.passes(Duration.ofMinutes(1));
        loop.run();
        assertThat(reports()).as("each time it waits for twice as long").isEmpty();
        time.passes(Duration.ofMinutes(1));
        loop.run();
        assertThat(reports()).hasSize(1);
        assertThat(lists.requests()).hasSize(read);
    }

    /** Nothing stays unknown silently: the report, the metric and the list say so until a later scan has seen the image. */
    @Test
    void aRegistryThatIsDownMakesImagesUnknownUntilItIsBack() {
        String app = image("app");
        registry.answer("/v2/", 503);
        lists.list("/api/v1/pods", pod("shop", "a", "", app));
        AuditLoop loop = loop();
        loop.run();
        assertThat(loop.last().orElseThrow().unknown()).singleElement().satisfies(it -> {
            assertThat(it.reference()).isEqualTo(app);
            assertThat(it.owner().name()).isEqualTo("a");
        });
        assertThat(((Map<?, ?>) results("shop").get(0)).get("rule")).isEqualTo("uninspected");
        assertThat(unknownImages()).hasSize(1);
        assertThat(metrics.get("plimsoll.audit.uninspected").gauge().value()).isEqualTo(1);

        registry.recover("/v2/");
        time.passes(Duration.ofHours(1));
        loop.run();
        assertThat(loop.last().orElseThrow().unknown()).isEmpty();
        assertThat(((Map<?, ?>) results("shop").get(0)).get("rule")).isEqualTo("image-size");
        assertThat(unknownImages()).isEmpty();
        assertThat(metrics.get("plimsoll.audit.uninspected").gauge().value()).isZero();
    }

    private List<GenericKubernetesResource> unknownImages() {
        return client.genericKubernetesResources(new ResourceDefinitionContext.Builder()
                        .withGroup("openreports.io")
                        .withVersion("v1alpha1")
                        .withKind("ClusterReport")
                        .withPlural("clusterreports")
                        .withNamespaced(false)
                        .build())
                .list()
                .getItems();
    }

    /**
     * The leader is cut off from the API server while it waits for a registry, and finds its images at last: by then another
     * leads, has scanned, and every report was written once.
     */
    @Test
    void anotherTakesOverFromALeaderThatIsLost() throws Exception {
        String app = image("app");
        lists.list("/api/v1/pods", 20, it -> pod("ns" + it, "a", "", app));
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Relay relay = Relay.to(server.port());
                ClusterObjects lost = MockApiServer.contender(relay.url(), "lost")) {
            await().atMost(PATIENCE).until(lost::isLeading);
            AuditLoop ofTheLost = stalledLoop(lost, looking, goOn);
            CompletableFuture<Void> scan =
                    CompletableFuture.runAsync(() -> await().atMost(PATIENCE).until(() -> {
                        ofTheLost.run();
                        return looking.getCount() == 0;
                    }));
            assertThat(looking.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            try (ClusterObjects next = MockApiServer.contender(server.url(), "next")) {
                relay.close();
                await().atMost(PATIENCE).until(next::isLeading);
                assertThat(lost.isLeading()).isFalse();
                AuditLoop ofTheNext = loop(next, next::isLeading);
                await().atMost(PATIENCE).untilAsserted(() -> {
                    ofTheNext.run();
                    assertThat(reports()).hasSize(20);
                });
                goOn.countDown();
                scan.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                assertThat(ofTheLost.last()).isEmpty();
                assertThat(writes()).hasSize(20).doesNotHaveDuplicates();
            }
        }
    }

    private AuditLoop stalledLoop(ClusterObjects objects, CountDownLatch looking, CountDownLatch goOn) {
        TestAuditSettings settings = new TestAuditSettings(Duration.ofHours(1), ReportTarget.OPENREPORTS, 1000);
        return new AuditLoop(
                Scanning.scan(listed, (reference, platforms, credentials) -> {
                    looking.countDown();
                    return CompletableFuture.supplyAsync(() -> waitFor(goOn))
                            .thenCompose(it -> inspector.inspect(reference, platforms, credentials));
                }),
                settings.reports().kind().map(objects::reports),
                settings,
                () -> STRICT,
                objects::isLeading,
                new AuditMetrics(new SimpleMeterRegistry(), time, settings.interval(), 2),
                time);
    }

    private static boolean waitFor(CountDownLatch latch) {
        try {
            return latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
