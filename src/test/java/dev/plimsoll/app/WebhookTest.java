package dev.plimsoll.app;

import static dev.plimsoll.app.WebhookClient.fixture;
import static dev.plimsoll.app.WebhookClient.presentedCertificate;
import static dev.plimsoll.app.WebhookClient.response;
import static dev.plimsoll.app.WebhookClient.texts;
import static dev.plimsoll.registry.TestImage.anImage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.TestCertificates;
import dev.plimsoll.registry.FakeRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.HttpServer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole of it, over the wire: TLS in front, a registry behind. */
@QuarkusTest
@QuarkusTestResource(WebhookEnvironment.class)
class WebhookTest {

    private static final long MIB = 1L << 20;
    private static final String ROOT = "runs as root";
    private static final String UP = "{\n    \"status\": \"UP\"";
    private static final String NO_TAG = "has no tag";

    @Inject
    HttpServer server;

    FakeRegistry registry;
    Path folder;
    WebhookClient webhook;

    @BeforeEach
    void fillRegistry() {
        webhook = new WebhookClient(server.getSecurePort());
        registry.put("library/busybox", "1.36", anImage().layer(2 * MIB, "busybox"));
        registry.put("library/busybox", "latest", anImage().layer(2 * MIB, "busybox"));
        registry.put("library/nginx", "1.27", anImage().layer(70 * MIB, "nginx"));
        registry.put("library/nginx", "1.28", anImage().layer(300 * MIB, "large nginx"));
        registry.put("library/nginx", "1.2", anImage().layer(70 * MIB, "old nginx"));
        registry.put("library/nginx", "latest", anImage().layer(71 * MIB, "new nginx"));
        registry.forgetRequests();
    }

    /** Each as an API server sends it: the file, and the beginnings of what it must be warned of, in order. */
    static Stream<Arguments> reviewsThatAreAdmitted() {
        return Stream.of(
                Arguments.of("pod-create-by-apply", List.of("c: " + ROOT, "init: " + ROOT)),
                Arguments.of("pod-create-by-user", List.of("c: " + ROOT, "init: " + ROOT)),
                Arguments.of("pod-create-by-run", List.of("p2: nginx " + NO_TAG, "p2: " + ROOT)),
                Arguments.of("pod-create-dry-run", List.of("p3: nginx " + NO_TAG, "p3: " + ROOT)),
                Arguments.of("pod-create-generate-name", List.of("c: nginx " + NO_TAG, "c: " + ROOT)),
                Arguments.of("pod-create-by-replicaset", List.of("nginx: nginx " + NO_TAG, "nginx: " + ROOT)),
                Arguments.of("pod-create-server-side-apply", List.of("c: " + ROOT, "init: " + ROOT)),
                Arguments.of(
                        "pod-ephemeral-containers",
                        List.of("debugger-x7k2p: busybox " + NO_TAG, "debugger-x7k2p: " + ROOT)),
                Arguments.of("deployment-create", List.of("nginx: nginx " + NO_TAG, "nginx: " + ROOT)),
                Arguments.of("deployment-update-image", List.of("nginx: " + ROOT)),
                Arguments.of("job-create", List.of("j: busybox " + NO_TAG, "j: " + ROOT)),
                Arguments.of("cronjob-create", List.of("cj: busybox " + NO_TAG, "cj: " + ROOT)),
                Arguments.of("pod-update-finalizer", List.of()));
    }

    @ParameterizedTest
    @MethodSource("reviewsThatAreAdmitted")
    void admitsAndWarns(String name, List<String> warnings) {
        JsonNode review = fixture(name);
        JsonNode response = webhook.review(review);
        assertThat(response.path("uid").asText())
                .isEqualTo(review.at("/request/uid").asText());
        assertThat(response.path("allowed").asBoolean()).isTrue();
        assertThat(texts(response.path("warnings")))
                .hasSize(warnings.size())
                .zipSatisfy(warnings, (warning, beginning) -> assertThat(warning)
                        .startsWith("[baseline] " + beginning)
                        .hasSizeLessThanOrEqualTo(256));
    }

    @Test
    void deniesOnlyWhatAnUpdateBringsAndSaysSizeBudgetAndContainer() {
        JsonNode response = webhook.review(fixture("pod-update-image"));
        assertThat(response.path("allowed").asBoolean()).isFalse();
        assertThat(response.at("/status/code").asInt()).isEqualTo(403);
        assertThat(response.at("/status/message").asText())
                .startsWith("[enforced] c: nginx:1.28 is 300 MiB compressed, over 200 MiB")
                .doesNotContain("init", "debugger");
        assertThat(response.at("/auditAnnotations/verdict").asText()).isEqualTo("deny");
    }

    @Test
    void answersWhatItHasSeenWithoutAskingTheRegistry() {
        webhook.review(fixture("pod-create-by-apply"));
        registry.forgetRequests();
        assertThat(texts(webhook.review(fixture("pod-create-by-apply")).path("warnings")))
                .hasSize(2);
        assertThat(registry.requests()).isEmpty();
    }

    @Test
    void asksTheRegistryOnceForTenReviewsAtOnce() {
        registry.put("library/nginx", "crowd", anImage().layer(70 * MIB, "for a crowd"));
        String review = withImage(fixture("pod-create-by-run"), "nginx:crowd").toString();
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            answers.add(webhook.postLater(review, "10s"));
        }
        assertThat(answers)
                .allSatisfy(answer -> assertThat(texts(response(answer.join()).path("warnings")))
                        .singleElement()
                        .asString()
                        .contains(ROOT));
        assertThat(registry.requests("/manifests/")).isEqualTo(1);
    }

    @Test
    void answersBeforeTheDeadlineWhenTheRegistryStalls() {
        registry.answer("/v2/library/stalled", exchange -> sleep(Duration.ofSeconds(5)));
        Instant sent = Instant.now();
        JsonNode response = response(webhook.post(
                withImage(fixture("pod-create-by-run"), "stalled:1").toString(), "1s"));
        assertThat(Duration.between(sent, Instant.now())).isLessThan(Duration.ofSeconds(1));
        assertThat(response.path("allowed").asBoolean()).isTrue();
        assertThat(texts(response.path("warnings")))
                .anyMatch(warning -> warning.contains(
                        "could not look at stalled:1 (timed-out: no answer within 0.5 s); admitted unchecked"));
    }

    @Test
    void saysWhatIsNotThere() {
        JsonNode response = webhook.review(withImage(fixture("pod-create-by-run"), "nginx:no-such-tag"));
        assertThat(response.path("allowed").asBoolean()).isTrue();
        assertThat(texts(response.path("warnings")))
                .anyMatch(warning -> warning.contains("nginx:no-such-tag (not-found: "));
    }

    @Test
    void neverLetsWhatIsNoReferencePassInSilence() {
        JsonNode response = webhook.review(withImage(fixture("pod-create-by-run"), "Nginx\t:\u001b[31m"));
        assertThat(response.path("allowed").asBoolean()).isFalse();
        assertThat(response.at("/status/message").asText())
                .contains("is no image reference")
                .doesNotContain("\u001b", "\t");
    }

    @Test
    void leavesAloneWhatItDoesNotJudge() {
        ObjectNode review = (ObjectNode) fixture("pod-create-by-run");
        ((ObjectNode) review.at("/request/kind")).put("kind", "ConfigMap");
        assertAdmittedInSilence(review);
        review = (ObjectNode) fixture("pod-create-by-run");
        ((ObjectNode) review.path("request")).put("namespace", "kube-system");
        assertAdmittedInSilence(review);
        review = (ObjectNode) fixture("pod-create-by-run");
        ((ObjectNode) review.path("request")).put("operation", "DELETE").putNull("object");
        assertAdmittedInSilence(review);
        review = (ObjectNode) fixture("pod-create-by-run");
        ((ObjectNode) review.path("request")).put("subResource", "status");
        assertAdmittedInSilence(review);
        review = (ObjectNode) fixture("pod-create-by-run");
        ((ObjectNode) review.at("/request/object/metadata"))
                .putObject("annotations")
                .put("kubernetes.io/config.mirror", "1");
        assertAdmittedInSilence(review);
    }

    @Test
    void judgesADeploymentThatSaysToBeAMirrorPod() {
        ObjectNode review = (ObjectNode) fixture("deployment-create");
        ((ObjectNode) review.at("/request/object/metadata"))
                .putObject("annotations")
                .put("kubernetes.io/config.mirror", "1");
        assertThat(texts(webhook.review(review).path("warnings"))).hasSize(2);
    }

    private void assertAdmittedInSilence(JsonNode review) {
        JsonNode response = webhook.review(review);
        assertThat(response.path("allowed").asBoolean()).isTrue();
        assertThat(response.has("warnings")).isFalse();
    }

    static Stream<Arguments> bodiesThatAreNoReview() {
        String review = fixture("pod-create-by-run").toString();
        return Stream.of(
                Arguments.of("", "the body is empty"),
                Arguments.of("hello", "the body is no JSON: line 1, column"),
                Arguments.of("[".repeat(200_000), "the body exceeds a bound"),
                Arguments.of("{\"a\":".repeat(200_000), "the body exceeds a bound"),
                Arguments.of("A".repeat(3_000_000), "the body is no JSON"),
                Arguments.of("null", "the body is no AdmissionReview"),
                Arguments.of("[]", "the body is no AdmissionReview"),
                Arguments.of("{}", "the body is no AdmissionReview"),
                Arguments.of(review + "{}", "the body is no JSON"),
                Arguments.of(
                        review.replace("admission.k8s.io/v1", "admission.k8s.io/v1beta1"),
                        "only apiVersion admission.k8s.io/v1"),
                Arguments.of(
                        "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\"}", "request: is missing"),
                Arguments.of(edited("/request", request -> request.remove("uid")), "request.uid"),
                Arguments.of(edited("/request", request -> request.put("uid", 7)), "\"uid\" must be text"),
                Arguments.of(edited("/request", request -> request.putArray("kind")), "request.kind"),
                Arguments.of(
                        edited("/request/object", object -> object.remove("spec")), "request.object: spec: is missing"),
                Arguments.of(edited("/request", request -> request.put("object", "pod")), "request.object: "),
                Arguments.of(
                        edited("/request/object/spec", spec -> spec.put("containers", 1)),
                        "request.object: spec.containers: "));
    }

    @ParameterizedTest
    @MethodSource("bodiesThatAreNoReview")
    void saysWhatIsWrongWithABody(String body, String problem) {
        Instant sent = Instant.now();
        HttpResponse<String> answer = webhook.post(body, "10s");
        assertThat(Duration.between(sent, Instant.now())).isLessThan(Duration.ofSeconds(10));
        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode status = WebhookClient.read(answer.body());
        assertThat(status.path("kind").asText()).isEqualTo("Status");
        assertThat(status.path("message").asText()).contains(problem).doesNotContain("Exception", "\tat ");
    }

    @Test
    void judgesAReviewOfThreeMegabytes() {
        ObjectNode review = (ObjectNode) fixture("pod-create-by-run");
        ((ObjectNode) review.at("/request/object/metadata"))
                .putObject("annotations")
                .put("large", "x".repeat(3_000_000));
        assertThat(texts(webhook.review(review).path("warnings"))).hasSize(2);
    }

    @Test
    void refusesABodyOverItsBound() {
        assertThat(webhook.postIfWelcome(" ".repeat(9_000_000)).statusCode()).isEqualTo(413);
    }

    @Test
    void takesUpANewCertificateAndKeepsItWhenTheNextIsBroken() throws IOException {
        TestCertificates second = TestCertificates.rsa();
        second.writeTo(folder);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> presentedCertificate(server.getSecurePort()).equals(second.certificate()));
        Files.writeString(folder.resolve("tls.crt"), TestCertificates.ec().certificatePem());
        sleep(Duration.ofMillis(600));
        assertThat(presentedCertificate(server.getSecurePort())).isEqualTo(second.certificate());
        second.writeTo(folder);
    }

    @Test
    void failsNoHandshakeWhileTheCertificateIsExchanged() {
        Set<X509Certificate> presented = new HashSet<>();
        for (int exchange = 0; exchange < 3; exchange++) {
            TestCertificates.ec().writeTo(folder);
            for (int handshake = 0; handshake < 60; handshake++) {
                presented.add(presentedCertificate(server.getSecurePort()));
                sleep(Duration.ofMillis(10));
            }
        }
        assertThat(presented).hasSizeGreaterThan(1);
    }

    @Test
    void takesUpAChangedPolicyAndKeepsItWhenTheNextIsBroken() throws IOException {
        JsonNode review = withImage(fixture("pod-create-by-run"), "nginx:1.28");
        Path policies = folder.resolve("policies.yaml");
        try {
            Files.writeString(policies, WebhookEnvironment.POLICIES.replace("200Mi", "400Mi"));
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> webhook.review(review).path("allowed").asBoolean());
            Files.writeString(policies, WebhookEnvironment.POLICIES.replace("200Mi", "2OOMi"));
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> managed("/q/metrics").contains("plimsoll_policies_problems 1.0"));
            assertThat(webhook.review(review).path("allowed").asBoolean()).isTrue();
        } finally {
            Files.writeString(policies, WebhookEnvironment.POLICIES);
        }
        await().atMost(Duration.ofSeconds(10))
                .until(() -> !webhook.review(review).path("allowed").asBoolean());
    }

    @Test
    void isReadyOnceWarmAndCountsWhatItDoes() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> managed("/q/health/ready").startsWith(UP));
        assertThat(managed("/q/health/started")).startsWith(UP).contains("\"warmed up\"");
        assertThat(managed("/q/health/live")).startsWith(UP);
        webhook.review(fixture("pod-create-by-run"));
        assertThat(managed("/q/metrics"))
                .contains("plimsoll_reviews_seconds_count{mode=\"enforce\",verdict=\"warn\"}")
                .contains("plimsoll_findings_total{action=\"warn\",check=\"mutable-tag\",policy=\"baseline\"}");
    }

    @Test
    void speaksNothingButTlsAndHttp11() throws IOException {
        assertThat(webhook.post("", "1s").version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(server.getPort()).isLessThanOrEqualTo(0);
    }

    private String managed(String path) {
        URI uri = URI.create("http://127.0.0.1:%d%s".formatted(server.getManagementPort(), path));
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(uri)
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String edited(String pointer, Consumer<ObjectNode> edit) {
        JsonNode review = fixture("pod-create-by-run");
        edit.accept((ObjectNode) review.at(pointer));
        return review.toString();
    }

    private static JsonNode withImage(JsonNode review, String image) {
        ((ObjectNode) review.at("/request/object/spec/containers/0")).put("image", image);
        return review;
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
