package dev.plimsoll.cli;

import static dev.plimsoll.registry.TestImage.anImage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.kubernetes.MockApiServer;
import dev.plimsoll.registry.FakeRegistry;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
