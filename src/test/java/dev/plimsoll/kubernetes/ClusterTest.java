package dev.plimsoll.kubernetes;

import static dev.plimsoll.workload.ContainerBuilder.aContainer;
import static dev.plimsoll.workload.WorkloadBuilder.aWorkload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plimsoll.advice.AdviceSource;
import dev.plimsoll.api.v1alpha1.CustomResourceDefinitions;
import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.image.Platform;
import dev.plimsoll.policy.ImageException;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.ValidationAction;
import dev.plimsoll.policy.Verdict;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The cluster as it is seen by way of an API server that comes, goes and is told things. */
class ClusterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String BASELINE = policy("baseline", "Warn", "rootUser: {}");

    private static final String EMPTY =
            "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"metadata\": {\"resourceVersion\": \"1\"}, \"items\": []}";

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @Test
    void whatIsThereAndWhatComesIsKnown() {
        MockApiServer server = open(MockApiServer.start());
        KubernetesClient client = open(server.newClient());
        create(client, BASELINE, namespace("shop", "team: a"), node("n1", "amd64"));

        Cluster cluster = watch(server, "a");
        await().atMost(PATIENCE).until(cluster::isReady);
        assertThat(policies(cluster)).containsExactly("baseline");
        assertThat(cluster.namespace("shop").labels()).containsEntry("team", "a");
        assertThat(cluster.namespace("other").labels()).containsOnlyKeys("kubernetes.io/metadata.name");
        assertThat(cluster.platforms()).containsExactly(Platform.LINUX_AMD64);

        create(client, exception("shop", "legacy"), node("n2", "arm64"));
        await().atMost(PATIENCE).until(() -> cluster.platforms().size() == 2);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(cluster.policies().exceptions())
                        .extracting(ImageException::qualifiedName)
                        .containsExactly("shop/legacy"));

        client.genericKubernetesResources(Cluster.POLICIES).withName("baseline").delete();
        await().atMost(PATIENCE).until(() -> policies(cluster).isEmpty());
        assertThat(cluster.states().values()).containsOnly("synced");
    }

    @Test
    void aPolicyThatBecameInvalidStaysAsItWasUntilItIsMendedOrGone() {
        MockApiServer server = open(MockApiServer.start());
        KubernetesClient client = open(server.newClient());
        create(client, BASELINE, policy("never-good", "Block", "rootUser: {}"));
        Cluster cluster = watch(server, "a");
        await().atMost(PATIENCE).until(cluster::isReady);
        assertThat(policies(cluster)).containsExactly("baseline");
        assertThat(cluster.policies(ResourceState.UNUSABLE)).isEqualTo(1);

        replace(client, policy("baseline", "Deny", "imageSize: {max: 5OOMi}"));
        await().atMost(PATIENCE).until(() -> cluster.policies(ResourceState.OUTDATED) == 1);
        assertThat(actions(cluster)).containsExactly(Set.of(ValidationAction.WARN));
        assertThat(cluster.problems()).isEqualTo(2);
        assertThat(cluster.standings())
                .filteredOn(standing -> standing.state() != ResourceState.IN_FORCE)
                .isNotEmpty()
                .allSatisfy(standing -> assertThat(standing.problems()).isNotEmpty());

        replace(client, policy("baseline", "Deny", "imageSize: {max: 500Mi}"));
        await().atMost(PATIENCE).until(() -> cluster.policies(ResourceState.IN_FORCE) == 1);
        assertThat(actions(cluster)).containsExactly(Set.of(ValidationAction.DENY));
    }

    @Test
    void itCanBeginBeforeThereIsAnApiServer() {
        MockApiServer server = MockApiServer.absent();
        Cluster cluster = watch(server, "a");
        assertThat(cluster.isReady()).isFalse();
        assertThat(policies(cluster)).isEmpty();
        assertThat(cluster.platforms()).containsExactly(Platform.LINUX_AMD64);

        server.appear();
        opened.add(0, server);
        create(open(server.newClient()), BASELINE);
        await().atMost(PATIENCE)
                .until(() -> cluster.isReady() && policies(cluster).size() == 1);
    }

    @Test
    void withoutDefinitionsItIsReadyOnlyIfThereAreOtherPolicies() {
        KubernetesMockServer server = new KubernetesMockServer(false);
        server.init(InetAddress.getLoopbackAddress(), 0);
        opened.add(server::destroy);
        for (String path : List.of("/api/v1/namespaces?limit=200", "/api/v1/nodes?limit=200")) {
            server.expect().get().withPath(path).andReturn(200, EMPTY).always();
            server.expect()
                    .get()
                    .withPath(path + "&resourceVersion=0")
                    .andReturn(200, EMPTY)
                    .always();
        }
        Cluster alone = watch(client(server.url("/").toString()), "a", false);
        Cluster withFiles = watch(client(server.url("/").toString()), "b", true);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(alone.states())
                .containsEntry("imageadmissionpolicies", "missing")
                .containsEntry("imageadmissionexceptions", "missing")
                .containsEntry("namespaces", "synced"));
        assertThat(alone.isReady()).isFalse();
        await().atMost(PATIENCE).until(withFiles::isReady);
    }

    @Test
    void reviewsAreAnsweredWhileTheApiServerIsAwayAndItsChangesHoldSoonAfterItsReturn() throws InterruptedException {
        MockApiServer server = open(MockApiServer.start());
        KubernetesClient client = open(server.newClient());
        create(client, policy("strict", "Deny", "mutableTag: {}"));
        Cluster cluster = watch(server, "a");
        await().atMost(PATIENCE).until(cluster::isReady);
        PolicyStore store = PolicyStore.empty().with(cluster::policies);
        assertThat(verdict(store)).isEqualTo(Verdict.DENY);

        server.disappear();
        Instant gone = Instant.now();
        // Long enough for the pause between two tries to have grown to its longest.
        while (Instant.now().isBefore(gone.plusSeconds(9))) {
            assertThat(verdict(store)).isEqualTo(Verdict.DENY);
            assertThat(cluster.isReady()).isTrue();
            Thread.sleep(200);
        }
        assertThat(cluster.age("imageadmissionpolicies")).isGreaterThan(Duration.ofSeconds(5));

        server.appear();
        Instant back = Instant.now();
        replace(client, policy("strict", "Warn", "mutableTag: {}"));
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> verdict(store) == Verdict.WARN);
        assertThat(Duration.between(back, Instant.now())).isLessThan(Duration.ofSeconds(5));
        await().atMost(PATIENCE)
                .until(() -> cluster.age("imageadmissionpolicies").isZero());
    }

    @Test
    void oneOfTwoReplicasWritesTheStatusAndOnlyWhenItChanges() throws InterruptedException {
        MockApiServer server = open(MockApiServer.start());
        KubernetesClient client = open(server.newClient());
        CustomResourceDefinitions.all()
                .forEach(file -> client.resource(file.yaml()).create());
        create(client, BASELINE, policy("broken", "Deny", "imageSize: {max: 5OOMi}"), exception("shop", "legacy"));
        Cluster one = watch(server, "one");
        Cluster other = watch(server, "other");

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(ready(client, "baseline"))
                    .containsEntry("status", "True")
                    .containsEntry("reason", "InForce");
            assertThat(ready(client, "broken")).containsEntry("status", "False").containsEntry("reason", "Invalid");
        });
        assertThat(ready(client, "broken").get("message"))
                .startsWith("spec.checks.imageSize.max: \"5OOMi\" is not a quantity")
                .endsWith("it is not in force");
        assertThat(ready(client, "baseline").get("lastTransitionTime")).isNotNull();
        assertThat(policies(one)).isEqualTo(policies(other)).containsExactly("baseline");

        String written = version(client, "baseline");
        Thread.sleep(1500);
        assertThat(version(client, "baseline")).isEqualTo(written);

        // Whichever leads goes, and the other goes on.
        boolean oneLeads = holder(client).equals("one");
        (oneLeads ? one : other).close();
        replace(client, policy("broken", "Deny", "imageSize: {max: 500Mi}"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ready(client, "broken")).containsEntry("status", "True"));
        assertThat(holder(client)).isEqualTo(oneLeads ? "other" : "one");
    }

    private static String holder(KubernetesClient client) {
        return client.leases()
                .inNamespace("plimsoll")
                .withName("plimsoll-status")
                .get()
                .getSpec()
                .getHolderIdentity();
    }

    private Cluster watch(MockApiServer server, String identity) {
        try (KubernetesClient like = server.newClient()) {
            return watch(client(like.getMasterUrl().toString()), identity, false);
        }
    }

    private Cluster watch(KubernetesClient client, String identity, boolean policiesElsewhere) {
        ElectionLease lease = new ElectionLease(
                "plimsoll",
                "plimsoll-status",
                identity,
                Duration.ofSeconds(3),
                Duration.ofSeconds(2),
                Duration.ofMillis(200));
        Cluster cluster = open(Cluster.watching(
                client,
                lease,
                policiesElsewhere,
                Set.of(Platform.LINUX_AMD64),
                AdviceSource.BY_HISTORY,
                Clock.systemUTC()));
        ScheduledExecutorService housekeeping = Executors.newSingleThreadScheduledExecutor();
        housekeeping.scheduleWithFixedDelay(cluster, 100, 100, TimeUnit.MILLISECONDS);
        opened.add(housekeeping::shutdownNow);
        return cluster;
    }

    private static KubernetesClient client(String url) {
        return new KubernetesClientBuilder()
                .withConfig(Cluster.config(
                        new ConfigBuilder(io.fabric8.kubernetes.client.Config.empty()).withMasterUrl(url)))
                .build();
    }

    private static Verdict verdict(PolicyStore store) {
        Clock clock = Clock.systemUTC();
        return new Evaluator(
                        (reference, platforms, credentials) ->
                                CompletableFuture.failedFuture(new AssertionError(reference)),
                        Mode.ENFORCE,
                        clock,
                        Runnable::run)
                .evaluate(
                        aWorkload().containers(aContainer().image("nginx")).build(),
                        store.current(),
                        clock.instant().plusSeconds(1))
                .toCompletableFuture()
                .join()
                .verdict();
    }

    private static List<String> policies(Cluster cluster) {
        return cluster.policies().policies().stream().map(Policy::name).toList();
    }

    private static List<Set<ValidationAction>> actions(Cluster cluster) {
        return cluster.policies().policies().stream().map(Policy::actions).toList();
    }

    private static Map<String, String> ready(KubernetesClient client, String policy) {
        Map<String, String> condition = new HashMap<>();
        ReadyCondition.written(get(client, policy))
                .ifPresent(it -> it.forEach((name, value) -> condition.put(name.toString(), value.toString())));
        return condition;
    }

    private static String version(KubernetesClient client, String policy) {
        return get(client, policy).getMetadata().getResourceVersion();
    }

    private static GenericKubernetesResource get(KubernetesClient client, String policy) {
        return client.genericKubernetesResources(Cluster.POLICIES)
                .withName(policy)
                .get();
    }

    private static void create(KubernetesClient client, String... manifests) {
        for (String manifest : manifests) {
            GenericKubernetesResource resource = parse(client, manifest);
            client.genericKubernetesResources(kindOf(resource))
                    .resource(resource)
                    .create();
        }
    }

    /** Again if the status was written meanwhile, as kubectl does it. */
    private static void replace(KubernetesClient client, String manifest) {
        GenericKubernetesResource wanted = parse(client, manifest);
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> client.genericKubernetesResources(Cluster.POLICIES)
                                .withName(wanted.getMetadata().getName())
                                .edit(resource -> {
                                    resource.setAdditionalProperty(
                                            "spec",
                                            wanted.getAdditionalProperties().get("spec"));
                                    return resource;
                                })
                        != null);
    }

    private static GenericKubernetesResource parse(KubernetesClient client, String manifest) {
        return client.getKubernetesSerialization().unmarshal(manifest, GenericKubernetesResource.class);
    }

    private static ResourceDefinitionContext kindOf(GenericKubernetesResource resource) {
        return switch (resource.getKind()) {
            case "ImageAdmissionPolicy" -> Cluster.POLICIES;
            case "ImageAdmissionException" -> Cluster.EXCEPTIONS;
            case "Namespace" -> Cluster.NAMESPACES;
            default -> Cluster.NODES;
        };
    }

    private static String policy(String name, String action, String checks) {
        return """
                apiVersion: plimsoll.dev/v1alpha1
                kind: ImageAdmissionPolicy
                metadata: {name: %s}
                spec: {validationActions: [%s], checks: {%s}}
                """.formatted(name, action, checks);
    }

    private static String exception(String namespace, String name) {
        return """
                apiVersion: plimsoll.dev/v1alpha1
                kind: ImageAdmissionException
                metadata: {name: %s, namespace: %s}
                spec: {images: ["**"], checks: [root-user], reason: for a while}
                """.formatted(name, namespace);
    }

    private static String namespace(String name, String label) {
        return """
                apiVersion: v1
                kind: Namespace
                metadata: {name: %s, labels: {%s}}
                """.formatted(name, label);
    }

    private static String node(String name, String architecture) {
        return """
                apiVersion: v1
                kind: Node
                metadata: {name: %s}
                status: {nodeInfo: {operatingSystem: linux, architecture: %s}}
                """.formatted(name, architecture);
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(resource);
        return resource;
    }
}
