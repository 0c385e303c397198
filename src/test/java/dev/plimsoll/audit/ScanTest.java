package dev.plimsoll.audit;

import static dev.plimsoll.audit.Manifests.controller;
import static dev.plimsoll.audit.Manifests.cronJob;
import static dev.plimsoll.audit.Manifests.pod;
import static dev.plimsoll.image.ImageBuilder.anImage;
import static dev.plimsoll.image.ImageBuilder.layer;
import static dev.plimsoll.policy.PolicyBuilder.aPolicy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.ImageInspector;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import dev.plimsoll.kubernetes.ApiRefusedException;
import dev.plimsoll.kubernetes.ClusterObjects;
import dev.plimsoll.kubernetes.ListServer;
import dev.plimsoll.policy.PolicySet;
import dev.plimsoll.policy.ValidationAction;
import dev.plimsoll.policy.check.ImageSize;
import dev.plimsoll.policy.check.MutableTag;
import dev.plimsoll.policy.check.RootUser;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Scans of what an API server on loopback lists. */
class ScanTest {

    private static final PolicySet STRICT = new PolicySet(
            List.of(aPolicy()
                    .name("strict")
                    .actions(ValidationAction.DENY)
                    .check(new ImageSize(DataSize.ofMebibytes(100)))
                    .check(new MutableTag(List.of("latest"), false), ValidationAction.WARN)
                    .check(new RootUser(false), ValidationAction.AUDIT)
                    .build()),
            List.of());

    private final ListServer server = ListServer.start();
    private final ClusterObjects objects = server.objects();
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();

    private final Map<String, ImageBuilder> images = Map.of(
            "small:1", anImage().layers(layer("base", 10 << 20)),
            "root:1",
                    anImage()
                            .layers(layer("base", 10 << 20), layer("app", 5 << 20))
                            .user(""),
            "large:1", anImage().mebibytes(200),
            "small", anImage().layers(layer("base", 10 << 20)));

    private final ImageInspector inspector = (reference, platforms, credentials) -> {
        String name = reference.toString().replace("docker.io/library/", "");
        asked.merge(name, 1, Integer::sum);
        ImageBuilder image = images.get(name);
        if (image == null) {
            return CompletableFuture.failedFuture(
                    new InspectionException(Reason.UNAVAILABLE, "the registry does not answer"));
        }
        Image built = image.build();
        return CompletableFuture.completedFuture(new Inspection(built.digest(), List.of(built), platforms));
    };

    @AfterEach
    void close() {
        objects.close();
        server.close();
    }

    private AuditResult scan(PolicySet policies, String... namespaces) {
        return Scanning.scan(objects, inspector, namespaces)
                .run(policies, Set.of(), () -> true)
                .orElseThrow();
    }

    private static Stream<String> found(AuditResult result) {
        return result.findings().stream().flatMap(it -> it.findings().stream()).map(it -> "%s %s %s"
                .formatted(it.owner(), it.finding().check(), it.finding().strongestAction()));
    }

    @Test
    void aPodIsReportedUnderItsTopMostOwner() {
        server.list("/apis/apps/v1/deployments", controller("shop", "web", "", "large:1"))
                .list("/apis/apps/v1/replicasets", controller("shop", "web-1", "apps/v1 Deployment web", "large:1"))
                .list("/apis/batch/v1/cronjobs", cronJob("shop", "nightly", "small:1"))
                .list("/apis/batch/v1/jobs", controller("shop", "nightly-1", "batch/v1 CronJob nightly", "large:1"))
                .list(
                        "/api/v1/pods",
                        pod("shop", "web-1-a", "apps/v1 ReplicaSet web-1", "large:1"),
                        pod("shop", "web-1-b", "apps/v1 ReplicaSet web-1", "large:1"),
                        pod("shop", "nightly-1-a", "batch/v1 Job nightly-1", "large:1"),
                        pod("shop", "rolled-a", "argoproj.io/v1alpha1 Rollout rolled", "large:1"),
                        pod("shop", "alone", "", "large:1"),
                        pod("kube-system", "dns", "", "large:1"));
        AuditResult result = scan(STRICT);
        assertThat(found(result))
                .containsExactly(
                        "CronJob shop/nightly image-size DENY",
                        "Deployment shop/web image-size DENY",
                        "Pod shop/alone image-size DENY",
                        "Rollout shop/rolled image-size DENY");
        assertThat(result.totals()).isEqualTo(new AuditResult.Totals(7, 5, 4, 4, 0, 0));
        assertThat(asked).isEqualTo(Map.of("large:1", 1, "small:1", 1));
    }

    @Test
    void everyImageHasALine() {
        server.list(
                "/api/v1/pods",
                pod("shop", "a", "", "large:1", "gone:1"),
                pod("till", "b", "", "large:1", "small"),
                pod("till", "c", "", "root:1", "small:1"));
        AuditResult result = scan(STRICT);
        assertThat(result.images())
                .extracting(AuditedImage::reference)
                .as("largest first, and one by its digest, whatever it is called")
                .containsExactly("docker.io/library/large:1", "docker.io/library/root:1", "docker.io/library/small");
        AuditedImage large = result.images().get(0);
        assertThat(large.size()).isEqualTo(DataSize.ofMebibytes(200));
        assertThat(large.namespaces()).containsExactly("shop", "till");
        assertThat(large.owners()).extracting(Owner::toString).containsExactly("Pod shop/a", "Pod till/b");
        assertThat(large.findings()).isEqualTo(Map.of("image-size", ValidationAction.DENY));
        assertThat(large.worst()).contains(ValidationAction.DENY);
        assertThat(large.facts()).as("nobody asked for them").isEmpty();
        AuditedImage root = result.images().get(1);
        assertThat(root.root()).isTrue();
        assertThat(root.layers()).isEqualTo(2);
        assertThat(root.findings()).isEqualTo(Map.of("root-user", ValidationAction.AUDIT));
        AuditedImage small = result.images().get(2);
        assertThat(small.references()).containsExactly("docker.io/library/small", "docker.io/library/small:1");
        assertThat(small.mutable()).isTrue();
        assertThat(small.platforms()).containsExactly("linux/amd64");
    }

    @Test
    void ofWhoeverBringsAnImageTheFirstAreNamedAndTheOthersCounted() {
        server.list(
                "/api/v1/pods",
                IntStream.range(0, 25)
                        .mapToObj(i -> pod("shop", "p%02d".formatted(i), "", "small:1"))
                        .toArray(String[]::new));
        AuditedImage image = scan(STRICT).images().get(0);
        assertThat(image.owners()).hasSize(20).first().hasToString("Pod shop/p00");
        assertThat(image.moreOwners()).isEqualTo(5);
    }

    @Test
    void whatImagesAreMadeOfIsKeptAsFarAsThereIsRoomForTheLargestFirst() {
        server.list("/api/v1/pods", pod("shop", "a", "", "large:1", "small:1"));
        List<AuditedImage> all = facts(DataSize.ofMebibytes(1));
        assertThat(all).allSatisfy(image -> assertThat(image.facts()).hasSize(1));
        assertThat(all.get(0).facts().get(0).size()).isEqualTo(DataSize.ofMebibytes(200));
        assertThat(all.get(0).facts().get(0).layers()).hasSize(1);
        long together =
                all.stream().mapToLong(image -> image.facts().get(0).weight()).sum();
        assertThat(facts(new DataSize(together)))
                .extracting(image -> image.facts().size())
                .containsExactly(1, 1);
        assertThat(facts(new DataSize(together - 1)))
                .extracting(image -> image.facts().size())
                .containsExactly(1, 0);
    }

    private List<AuditedImage> facts(DataSize room) {
        return Scanning.scan(objects, inspector, room)
                .run(STRICT, Set.of(), () -> true)
                .orElseThrow()
                .images();
    }

    @Test
    void everyImageIsKnownOrSaidToBeUnknownWhetherOrNotAPolicyAsks() {
        server.list("/api/v1/pods", pod("shop", "a", "", "gone:1", "small:1"), pod("shop", "b", "", "gone:1"));
        AuditResult result = scan(new PolicySet(List.of(), List.of()));
        assertThat(result.findings()).isEmpty();
        assertThat(result.unknown())
                .containsExactly(new UnknownImage(
                        "docker.io/library/gone:1",
                        "unavailable",
                        "the registry does not answer",
                        new Owner("v1", "Pod", "shop", "a"),
                        2));
        assertThat(result.savings().images()).isEqualTo(1);
        assertThat(result.savings().unknown()).isEqualTo(1);
        assertThat(found(scan(STRICT))).contains("Pod shop/a uninspected WARN", "Pod shop/b uninspected WARN");
    }

    @Test
    void saysWhatTheImagesWeigh() {
        server.list(
                "/api/v1/pods", pod("shop", "a", "", "small:1", "root:1"), pod("till", "b", "", "small", "large:1"));
        AuditResult result = scan(STRICT);
        Savings cluster = result.savings();
        assertThat(cluster.images()).as("small and small:1 are one").isEqualTo(3);
        assertThat(cluster.imageBytes()).isEqualTo(DataSize.ofMebibytes(10 + 15 + 200));
        assertThat(cluster.pullBytes()).isEqualTo(DataSize.ofMebibytes(10 + 5 + 200));
        assertThat(cluster.sharedBytes()).isEqualTo(DataSize.ofMebibytes(10));
        assertThat(cluster.rootImages()).isEqualTo(1);
        assertThat(cluster.mutableTags()).isEqualTo(1);
        assertThat(cluster.largest())
                .extracting(Savings.LargeImage::reference)
                .containsExactly(
                        "docker.io/library/large:1",
                        "docker.io/library/root:1",
                        cluster.largest().get(2).reference());
        assertThat(result.savingsByNamespace().get("till").pullBytes()).isEqualTo(DataSize.ofMebibytes(210));
        assertThat(result.savingsByNamespace().get("till").sharedBytes()).isEqualTo(DataSize.ZERO);
    }

    @Test
    void aForgottenPlaceInAListBeginsTheListAnew() {
        int pods = 600;
        server.list("/api/v1/pods", pods, number -> pod("shop", "p" + number, "", "large:1"))
                .forgetOnce(
                        "/api/v1/pods",
                        500,
                        () -> server.list(
                                "/api/v1/pods", pods - 100, number -> pod("shop", "p" + number, "", "large:1")));
        AuditResult result = scan(STRICT);
        assertThat(result.totals().pods()).isEqualTo(500);
        assertThat(found(result)).hasSize(500).doesNotHaveDuplicates();
        assertThat(server.requests().stream().filter(it -> it.startsWith("/api/v1/pods")))
                .hasSize(3 + 2);
    }

    @Test
    void whatIsForbiddenEverywhereIsLookedAtNamespaceByNamespace() {
        server.refuse("/api/v1/pods", 403, "pods is forbidden")
                .list("/api/v1/namespaces/shop/pods", pod("shop", "a", "", "large:1"))
                .refuse("/api/v1/namespaces/bank/pods", 403, "pods is forbidden in bank")
                .refuse("/api/v1/namespaces/gone/pods", 404, "not found");
        AuditResult result = scan(STRICT, "shop", "bank", "gone", "kube-system");
        assertThat(found(result)).containsExactly("Pod shop/a image-size DENY");
        assertThat(result.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.namespace()).isEqualTo("bank");
            assertThat(gap.reason()).contains("forbidden in bank");
        });
        assertThat(result.isWhole("shop")).isTrue();
        assertThat(result.isWhole("bank")).isFalse();
        assertThat(result.isWhole("")).isFalse();
    }

    @Test
    void aListThatBreaksOffIsNoResult() {
        server.list("/api/v1/pods", pod("shop", "a", "", "large:1"))
                .refuse("/api/v1/podtemplates", 500, "etcd is away");
        assertThatThrownBy(() -> scan(STRICT))
                .isInstanceOf(ApiRefusedException.class)
                .hasMessageContaining("/api/v1/podtemplates: etcd is away");
    }

    @Test
    void whoeverLeadsNoMoreGivesUp() {
        server.list("/api/v1/pods", pod("shop", "a", "", "large:1"));
        assertThat(Scanning.scan(objects, inspector).run(STRICT, Set.of(), () -> asked.isEmpty() && false))
                .isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void ofManyFindingsThoseThatMatterMostAreKeptAndAllAreCounted() {
        server.list(
                "/api/v1/pods",
                30,
                number -> pod("shop", "p" + number, "", number == 17 ? "large:1" : "root:1", "small"));
        PolicyFindings found = Scanning.scan(objects, inspector, 5, new DockerHubBudget(1000, Scanning.CLOCK))
                .run(STRICT, Set.of(), () -> true)
                .orElseThrow()
                .findings()
                .get(0);
        assertThat(found.findings()).hasSize(5);
        assertThat(found.findings().get(0).owner().name()).isEqualTo("p17");
        assertThat(found.denied()).isEqualTo(1);
        assertThat(found.warned()).isEqualTo(30);
        assertThat(found.audited()).isEqualTo(29);
        assertThat(found.omitted()).isEqualTo(55);
    }

    @Test
    void leavesDockerHubsLimitAlone() {
        server.list("/api/v1/pods", pod("shop", "a", "", "small:1", "root:1", "large:1", "registry.corp/app:1"));
        DockerHubBudget budget = new DockerHubBudget(2, Scanning.CLOCK);
        Scan scan = Scanning.scan(objects, inspector, 1000, budget);
        for (int i = 0; i < 2; i++) {
            AuditResult result = scan.run(STRICT, Set.of(), () -> true).orElseThrow();
            assertThat(result.savings().images()).isEqualTo(2);
            assertThat(result.unknown())
                    .extracting(UnknownImage::reason)
                    .containsExactlyInAnyOrder("rate-limited", "unavailable");
        }
        assertThat(asked.keySet())
                .as("those that were looked at once may be again")
                .hasSize(3);
        assertThat(budget.allows(ImageReference.parse("another:1"))).isFalse();
        assertThat(budget.allows(ImageReference.parse("quay.io/another:1"))).isTrue();
    }
}
