package dev.plimsoll.cli;

import static dev.plimsoll.registry.TestImage.anImage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.kubernetes.MockApiServer;
import dev.plimsoll.registry.FakeRegistry;
import dev.plimsoll.registry.NodeImages;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as people type it, before an API server and a registry on loopback. */
class AuditCommandTest {

    private static final String NODE_MANIFESTS = "/v2/library/node/manifests/";
    private static final long MIB = 1 << 20;

    private static final String STRICT = """
            apiVersion: plimsoll.dev/v1alpha1
            kind: ImageAdmissionPolicy
            metadata: {name: strict}
            spec:
              validationActions: [Deny]
              checks:
                imageSize: {max: 200Mi}
                rootUser: {validationActions: [Warn]}
            """;

    private final FakeRegistry registry = FakeRegistry.start();
    private final MockApiServer server = MockApiServer.start();
    private final KubernetesClient client = server.newClient();
    private final Capture capture = Capture.plain();
    private final Map<String, String> properties = Map.of(
            "plimsoll.registry.hosts.\"registry.test\".endpoint",
            registry.address().toString(),
            "kubernetes.master",
            server.url(),
            "kubernetes.auth.tryKubeConfig",
            "false",
            "kubernetes.auth.tryServiceAccount",
            "false");

    @TempDir
    Path folder;

    @BeforeEach
    void fill() {
        properties.forEach(System::setProperty);
        registry.put("shop/web", "18", anImage().layer(300 * MIB, "RUN make").layer(53 * MIB, "COPY . ."))
                .put("shop/api", "1.4.2", anImage().user("65532").layer(12 * MIB, "COPY api /"));
        create("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: shop}
                """);
        create("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: till}
                """);
        for (String namespace : List.of("shop", "till")) {
            create("""
                    apiVersion: v1
                    kind: ServiceAccount
                    metadata: {name: default, namespace: %s}
                    """.formatted(namespace));
        }
        create("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: shop}
                spec: {template: {spec: {containers: [{name: web, image: "registry.test/shop/web:18"}]}}}
                """);
        create("""
                apiVersion: v1
                kind: Pod
                metadata: {name: api, namespace: till}
                spec:
                  containers:
                  - {name: api, image: "registry.test/shop/api:1.4.2"}
                  - {name: lost, image: "registry.test/shop/lost:1"}
                """);
    }

    private void create(String yaml) {
        client.resource(yaml).create();
    }

    @AfterEach
    void tidyUp() {
        properties.keySet().forEach(System::clearProperty);
        client.close();
        server.close();
        registry.close();
    }

    private int audit(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "audit";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return PlimsollCommand.commandLine(new RecordingServer(0), capture.terminal())
                .execute(all);
    }

    private String strict() throws IOException {
        return Files.writeString(folder.resolve("strict.yaml"), STRICT).toString();
    }

    @Test
    void printsWhatAPersonReads() throws IOException {
        assertThat(audit("--policy", strict())).isEqualTo(1);
        Golden.assertMatches("audit.txt", capture.out());
        assertThat(capture.err()).isEmpty();
    }

    @Test
    void printsWhatAScriptReads() throws IOException {
        assertThat(audit("--policy", strict(), "-o", "json")).isEqualTo(1);
        Golden.assertMatches(
                "audit.json",
                capture.out()
                        .replaceAll("sha256:[0-9a-f]{64}", "sha256:...")
                        .replaceAll("\"begun\": \"[^\"]*\"", "\"begun\": \"2026-11-21T12:00:00Z\"")
                        .replaceAll("\"millis\": \\d+", "\"millis\": 40"));
    }

    @Test
    void writesPagesIntoAFile() throws IOException {
        Path file = folder.resolve("audit.html");
        Files.writeString(file, "what was there before");
        assertThat(audit("--policy", strict(), "--html", file.toString())).isEqualTo(1);
        assertThat(Files.readString(file))
                .startsWith("<!DOCTYPE html>")
                .contains("registry.test/<wbr>shop/<wbr>web:<wbr>18", "<code>make</code>", "COPY api /", "not-found")
                .contains("<strong class=\"denied\">1</strong> of 2 workloads would be denied")
                .doesNotContain("src=", "@import");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .as("nothing half-written is left")
                    .containsExactlyInAnyOrder("audit.html", "strict.yaml");
        }
        Golden.assertMatches("audit.txt", capture.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "no/such/folder/audit.html", ".", "/dev/null"})
    void whereNoFileCanBeIsSaidBeforeAnythingIsLookedAt(String file) {
        assertThat(audit("--html", file)).isEqualTo(2);
        assertThat(capture.err().lines()).hasSize(1).first().asString().startsWith("plimsoll: --html ");
        assertThat(registry.requests()).isEmpty();
    }

    @Test
    void looksAtOneNamespaceAlone() throws IOException {
        assertThat(audit("-n", "till", "--policy", strict())).isZero();
        assertThat(capture.out()).contains("1 workloads with 1 pods, 1 images").doesNotContain("shop/web");
    }

    @Test
    void policiesOfTheClusterHold() {
        client.genericKubernetesResources(new ResourceDefinitionContext.Builder()
                        .withGroup("plimsoll.dev")
                        .withVersion("v1alpha1")
                        .withKind("ImageAdmissionPolicy")
                        .withPlural("imageadmissionpolicies")
                        .withNamespaced(false)
                        .build())
                .resource(Serialization.unmarshal(STRICT.replace("Deny", "Warn"), GenericKubernetesResource.class))
                .create();
        assertThat(audit("-n", "shop")).isZero();
        assertThat(capture.out()).contains("policy strict", "WARN  image-size").doesNotContain("built-in");
        assertThat(audit("-n", "shop", "--fail-on", "warn")).isEqualTo(1);
    }

    @Test
    void measuresSlimmerBasesWithinItsBudget() {
        NodeImages.putInto(registry);
        registry.put("shop/a", "1", NodeImages.application("a")).put("shop/b", "1", NodeImages.application("b"));
        System.setProperty(
                "plimsoll.registry.hosts.\"docker.io\".endpoint",
                registry.address().toString());
        try {
            create(pod("shop", "a", "registry.test/shop/a:1", ""));
            create(pod("shop", "b", "registry.test/shop/b:1", ""));
            assertThat(audit("-n", "shop")).isZero();
            assertThat(capture.out())
                    .contains(
                            "docker.io/library/node:18.13.0: 2 images; docker.io/library/node:18.13.0-alpine would save",
                            "altogether 186 MiB less to pull with the slimmer ones")
                    .doesNotContain("not measured");
            assertThat(registry.requests(NODE_MANIFESTS)).isEqualTo(3);

            assertThat(audit("-n", "shop", "-o", "json", "--base-requests", "0"))
                    .isZero();
            assertThat(capture.out()).contains("\"slimmerSavesBytes\": 0,", "\"bases\": 2");
            assertThat(registry.requests(NODE_MANIFESTS)).isEqualTo(3);

            assertThat(audit("-n", "shop", "--base-requests", "2")).isZero();
            assertThat(capture.out()).contains("of 2 images not measured; --base-requests asks for more");
            assertThat(registry.requests(NODE_MANIFESTS)).isBetween(4L, 5L);
        } finally {
            System.clearProperty("plimsoll.registry.hosts.\"docker.io\".endpoint");
        }
    }

    @Test
    void aBudgetThatIsNoneIsRefused() {
        assertThat(audit("--base-requests", "-1")).isEqualTo(2);
        assertThat(audit("--base-requests", "10001")).isEqualTo(2);
        assertThat(capture.err()).contains("it is a number from 0 to 10000");
    }

    private static String pod(String namespace, String name, String image, String more) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: %s}
                spec: {containers: [{name: main, image: "%s"}]%s}
                """.formatted(name, namespace, image, more);
    }

    @Test
    void looksAtImagesWithThePullSecretsOfTheClusterAndSaysWhichItMayNotRead() {
        registry.basicAuth("robot", "pässword");
        create(pod("shop", "a", "registry.test/shop/api:1.4.2", ", imagePullSecrets: [{name: regcred}]"));
        create(pod("till", "b", "registry.test/shop/api:1.4.2", ", imagePullSecrets: [{name: locked}]"));
        String auth = Base64.getEncoder().encodeToString("robot:pässword".getBytes(StandardCharsets.UTF_8));
        create("""
                apiVersion: v1
                kind: Secret
                metadata: {name: regcred, namespace: shop}
                type: kubernetes.io/dockerconfigjson
                stringData: {}
                data:
                  .dockerconfigjson: %s
                """.formatted(Base64.getEncoder()
                .encodeToString(("{\"auths\":{\"registry.test\":{\"auth\":\"" + auth + "\"}}}")
                        .getBytes(StandardCharsets.UTF_8))));
        server.answer("/api/v1/namespaces/till/secrets/locked", 403, "{}");
        assertThat(audit("-n", "shop")).isZero();
        assertThat(capture.out()).contains("12 MiB  registry.test/shop/api:1.4.2");
        assertThat(capture.out()).doesNotContain(auth, "robot");
        assertThat(audit("-n", "till")).isZero();
        assertThat(capture.out())
                .contains(
                        "Pull secrets not read; images were looked at without them",
                        "  pull secret till/locked may not be read");
        assertThat(audit("-n", "till", "-o", "json")).isZero();
        assertThat(capture.out()).contains("\"pullSecrets\": [", "\"pull secret till/locked may not be read\"");
    }

    @Test
    void tellsAPersonAtATerminalHowFarItIs() {
        Capture terminal = Capture.coloured();
        PlimsollCommand.commandLine(new RecordingServer(0), terminal.terminal()).execute("audit");
        assertThat(terminal.err())
                .contains("\r\u001b[KRead 2 objects", "Looked at 3 images, judged 2 of 2 workloads")
                .endsWith("\r\u001b[K");
    }

    @Test
    void withoutPoliciesTheBuiltInOneWarns() {
        assertThat(audit()).isZero();
        assertThat(capture.out()).contains("judged by the built-in one");
    }

    @Test
    void whatCannotBeAuditedIsSaidInALine() {
        assertThat(audit("-n", "nowhere")).isEqualTo(2);
        assertThat(audit("-n", "kube-system")).isEqualTo(2);
        assertThat(audit("--policy", "/no/such/file.yaml")).isEqualTo(2);
        assertThat(capture.err().lines()).hasSize(3).allSatisfy(line -> assertThat(line)
                .startsWith("plimsoll: "));
        assertThat(capture.out()).isEmpty();
    }
}
