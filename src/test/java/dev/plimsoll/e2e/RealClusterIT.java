package dev.plimsoll.e2e;

import static dev.plimsoll.registry.TestImage.anImage;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plimsoll.registry.FakeRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of the product in a real cluster: the API server's own validation, RBAC and webhook calls. */
@Tag("e2e")
class RealClusterIT {

    private static final String USER = "puller";
    private static final String PASSWORD = "s3cret-of-the-test";

    /** With "Fail", whatever goes wrong between API server and webhook is seen. */
    private static final String VALUES = """
            mode: enforce
            webhook: {failurePolicy: Fail}
            pullSecrets: {enabled: true}
            registry:
              hosts:
                docker.io: {endpoint: "%s"}
                private.test: {endpoint: "%s"}
            """;

    @TempDir
    Path folder;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private ApiClient people;
    private Installation installation;
    private FakeRegistry privateRegistry;

    @BeforeEach
    void install() throws Exception {
        ControlPlane plane = open(ControlPlane.start(folder));
        people = plane.admin();
        FakeRegistry registry = open(FakeRegistry.start());
        registry.put("library/good", "1", anImage().user("1000").layer(1_000_000, "COPY . ."));
        registry.put("library/good", "latest", anImage().user("1000"));
        registry.put("library/root", "1", anImage().user("root"));
        privateRegistry = open(FakeRegistry.start().basicAuth(USER, PASSWORD));
        privateRegistry.put("team/app", "1", anImage().user("root"));
        installation =
                open(new Installation(plane, folder, VALUES.formatted(registry.address(), privateRegistry.address())));
        namespace("shop", "");
        namespace("strict", "labels: {plimsoll.dev/enforce: \"true\"}");
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @Test
    void showsWhatIsWrongWithPoliciesPodsAndImages() throws Exception {
        Replica replica = installation.startReplica("plimsoll.audit.interval=5s");

        refusesPoliciesThatCannotHold();
        warnsAndDenies();
        honoursAnException();
        takesAPolicyFromTheCluster(replica);
        looksUpWithThePullSecret();
        judgesTheTemplateOfADeployment();
        auditsWhatRuns(replica);
    }

    private void refusesPoliciesThatCannotHold() {
        assertThat(people.create(policy("both", "Deny, Warn", "rootUser: {}")).message())
                .contains("validationActions");
        assertThat(people.create(policy("number", "Warn", "imageSize: {max: 5OOMi}"))
                        .message())
                .contains("spec.checks.imageSize.max");
        assertThat(people.create(policy("typo", "Warn", "rootUser: {}, rootUsr: {}") + "\n")
                        .warnings())
                .anyMatch(warning -> warning.contains("rootUsr"));
        assertThat(people.create("""
                        apiVersion: plimsoll.dev/v1alpha1
                        kind: ImageAdmissionException
                        metadata: {name: no-reason, namespace: shop}
                        spec: {images: ["**"]}
                        """).message()).contains("spec.reason");
        people.delete("/apis/plimsoll.dev/v1alpha1/imageadmissionpolicies/typo");
    }

    private void warnsAndDenies() {
        ApiClient.Answer warned = people.create(pod("shop", "warned", "root:1", ""));
        assertThat(warned.succeeded()).as("%s", warned).isTrue();
        assertThat(warned.warnings()).anyMatch(text -> text.contains("root"));

        ApiClient.Answer silent = people.create(pod("strict", "silent", "good:1", ""));
        assertThat(silent.succeeded()).as("%s", silent).isTrue();
        assertThat(silent.warnings()).isEmpty();

        ApiClient.Answer denied = people.create(pod("strict", "denied", "good", ""));
        assertThat(denied.status()).isEqualTo(403);
        assertThat(denied.message())
                .startsWith("admission webhook \"validate.plimsoll.dev\" denied the request")
                .contains("latest");
        assertThat(people.get("/api/v1/namespaces/strict/pods/denied").status()).isEqualTo(404);
        await().atMost(10, SECONDS).until(() -> reasons("strict").contains("ImagesRefused"));
    }

    private List<String> reasons(String namespace) {
        return people.get("/apis/events.k8s.io/v1/namespaces/%s/events".formatted(namespace))
                .body()
                .path("items")
                .findValuesAsText("reason");
    }

    private void honoursAnException() {
        String pod = pod("strict", "excused", "root:1", "");
        assertThat(people.create(pod).status()).isEqualTo(403);
        assertThat(people.create("""
                        apiVersion: plimsoll.dev/v1alpha1
                        kind: ImageAdmissionException
                        metadata: {name: legacy, namespace: strict}
                        spec: {images: ["docker.io/library/root"], checks: [root-user], reason: "replaced soon"}
                        """).succeeded()).isTrue();
        await().atMost(5, SECONDS).until(() -> people.create(pod).succeeded());
    }

    private void takesAPolicyFromTheCluster(Replica replica) {
        assertThat(people.create(policy("one-layer", "Deny", "layerSize: {max: 500Ki}"))
                        .succeeded())
                .isTrue();
        await().atMost(5, SECONDS)
                .until(() ->
                        people.tryToCreate(pod("shop", "layers", "good:1", "")).status() == 403);
        await().atMost(10, SECONDS).untilAsserted(() -> assertThat(
                        people.get("/apis/plimsoll.dev/v1alpha1/imageadmissionpolicies/one-layer")
                                .body()
                                .at("/status/conditions/0/status")
                                .asText())
                .as(replica.log())
                .isEqualTo("True"));
        people.delete("/apis/plimsoll.dev/v1alpha1/imageadmissionpolicies/one-layer");
    }

    private void looksUpWithThePullSecret() {
        ApiClient.Answer unknown = people.tryToCreate(pod("shop", "private", "private.test/team/app:1", ""));
        assertThat(unknown.warnings()).anyMatch(text -> text.contains("unauthorized"));

        String auth = Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(UTF_8));
        String config = "{\"auths\": {\"private.test\": {\"auth\": \"%s\"}}}".formatted(auth);
        assertThat(people.create("""
                        apiVersion: v1
                        kind: Secret
                        metadata: {name: regcred, namespace: shop}
                        type: kubernetes.io/dockerconfigjson
                        data: {.dockerconfigjson: %s}
                        """.formatted(Base64.getEncoder().encodeToString(config.getBytes(UTF_8))))
                        .succeeded())
                .isTrue();
        ApiClient.Answer known = people.tryToCreate(
                pod("shop", "private", "private.test/team/app:1", "imagePullSecrets: [{name: regcred}]"));
        assertThat(known.warnings())
                .anyMatch(text -> text.contains("root"))
                .noneMatch(text -> text.contains("unauthorized"));
    }

    /** By the rights that the chart gives; the reports' definitions are not installed here. */
    private static void auditsWhatRuns(Replica replica) {
        await().atMost(30, SECONDS).untilAsserted(() -> assertThat(replica.metrics())
                .containsPattern("plimsoll_audit_workloads\\S* [1-9]")
                .contains("plimsoll_audit_gaps 0.0"));
    }

    private void judgesTheTemplateOfADeployment() {
        ApiClient.Answer denied = people.create("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: strict}
                spec:
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [{name: web, image: "good:latest"}]}
                """);
        assertThat(denied.status()).isEqualTo(403);
        assertThat(denied.message()).contains("latest");
    }

    @Test
    void deniesNothingInAuditMode() throws Exception {
        installation.startReplica("plimsoll.mode=audit");
        ApiClient.Answer admitted = people.create(pod("strict", "anything", "root:latest", ""));
        assertThat(admitted.succeeded()).as("%s", admitted).isTrue();
        assertThat(admitted.warnings()).isNotEmpty();
    }

    @Test
    void renewsItsCertificateAndLosesReplicasUnderAStreamOfPods() throws Exception {
        String[] shortLived = {
            "plimsoll.tls.self-managed.duration=45s",
            "plimsoll.tls.self-managed.ca-duration=90s",
            "plimsoll.tls.self-managed.settling-time=5s",
            "plimsoll.tls.reload-period=1s",
            "plimsoll.tls.min-remaining=1s"
        };
        Replica first = installation.startReplica(shortLived);
        Replica killed = installation.startReplica(shortLived);
        installation.startReplica(shortLived);
        String bundle = bundle();
        try (PodStream pods = new PodStream()) {
            await().atMost(120, SECONDS).until(() -> !bundle().contains(bundle));
            installation.stop(first);
            pods.awaitMore(200);
            assertThat(pods.failures).isEmpty();

            killed.kill();
            pods.awaitMore(200);
            assertThat(pods.failures)
                    .as("what was under way when a replica lost its power")
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    private String bundle() {
        return people.get("/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/plimsoll")
                .body()
                .at("/webhooks/0/clientConfig/caBundle")
                .asText();
    }

    /** Pods are tried without end, and whatever is not admitted is kept. */
    private final class PodStream implements AutoCloseable {

        private final List<String> failures = new ArrayList<>();
        private final AtomicBoolean over = new AtomicBoolean();
        private final CompletableFuture<Void> running = CompletableFuture.runAsync(this::run);
        private volatile int count;

        private void run() {
            while (!over.get()) {
                ApiClient.Answer answer = people.tryToCreate(pod("strict", "stream-" + count, "good:1", ""));
                count++;
                if (!answer.succeeded()) {
                    failures.add(Instant.now() + " " + answer);
                }
            }
        }

        private void awaitMore(int pods) {
            int before = count;
            await().atMost(Duration.ofSeconds(60)).until(() -> count >= before + pods);
        }

        @Override
        public void close() {
            over.set(true);
            running.join();
        }
    }

    private void namespace(String name, String metadata) {
        String yaml = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: %s\n  %s\n".formatted(name, metadata);
        assertThat(people.create(yaml).succeeded()).isTrue();
        people.create("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: default, namespace: %s}".formatted(name));
    }

    private static String pod(String namespace, String name, String image, String spec) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: %s}
                spec:
                  containers: [{name: app, image: "%s"}]
                  %s
                """.formatted(name, namespace, image, spec);
    }

    private static String policy(String name, String actions, String checks) {
        return """
                apiVersion: plimsoll.dev/v1alpha1
                kind: ImageAdmissionPolicy
                metadata: {name: %s}
                spec: {validationActions: [%s], checks: {%s}}
                """.formatted(name, actions, checks);
    }

    private <T extends AutoCloseable> T open(T closeable) {
        opened.add(closeable);
        return closeable;
    }
}
