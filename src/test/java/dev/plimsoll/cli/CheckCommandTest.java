package dev.plimsoll.cli;

import static dev.plimsoll.registry.TestImage.anImage;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.registry.FakeRegistry;
import dev.plimsoll.registry.NodeImages;
import dev.plimsoll.registry.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From arguments to output, with a registry that answers. */
@Timeout(60)
class CheckCommandTest {

    private static final long MIB = 1 << 20;

    private static final String STRICT = """
            apiVersion: plimsoll.dev/v1alpha1
            kind: ImageAdmissionPolicy
            metadata: {name: strict}
            spec:
              validationActions: [Deny]
              onRegistryError: Warn
              checks:
                imageSize: {max: 200Mi}
                mutableTag: {}
                rootUser: {validationActions: [Warn]}
            """;

    private final TestImage api = anImage().user("65532").layer(12 * MIB, "COPY api /");
    private final FakeRegistry registry = FakeRegistry.start();
    private final List<String> properties = new ArrayList<>();
    private Capture capture = Capture.plain();

    @TempDir
    Path folder;

    @BeforeEach
    void fillTheRegistry() {
        configure(
                "plimsoll.registry.hosts.\"registry.test\".endpoint",
                registry.address().toString());
        TestImage amd64 = anImage().layer(300 * MIB, "RUN make").layer(53 * MIB, "COPY . .");
        TestImage arm64 = anImage().platform("linux/arm64").layer(90 * MIB, "RUN make");
        registry.put("shop/web", amd64)
                .put("shop/web", arm64)
                .putIndex("shop/web", "18", TestImage.index(amd64.entry(), arm64.entry()))
                .put("shop/api", "1.4.2", api)
                .put("shop/tool", "latest", anImage().layer(MIB, "COPY tool /").docker());
    }

    @AfterEach
    void tidyUp() {
        registry.close();
        properties.forEach(System::clearProperty);
    }

    @Test
    void printsWhatAPersonReads() throws IOException {
        writeShop();
        assertThat(check("-f", "shop", "--policy", "strict.yaml")).isEqualTo(1);
        Golden.assertMatches("check.txt", output());
        assertThat(capture.err()).isEmpty();
    }

    @Test
    void printsWhatAScriptReads() throws IOException {
        writeShop();
        assertThat(check("-f", "shop", "--policy", "strict.yaml", "-o", "json")).isEqualTo(1);
        Golden.assertMatches("check.json", output().replaceAll("sha256:[0-9a-f]{64}", "sha256:..."));
        assertThat(capture.err()).isEmpty();
    }

    @Test
    void readsTheStandardInput() throws IOException {
        capture = Capture.withInput(pod("api", "registry.test/shop/api:1.4.2"));
        assertThat(check("-f", "-")).isZero();
        assertThat(capture.out()).contains("Pod default/api  standard input", "1 object, 1 image: 1 passed");
    }

    @Test
    void readsSeveralFiles() throws IOException {
        write("a.yaml", pod("a", "registry.test/shop/api:1.4.2"));
        write("b.yaml", pod("b", "registry.test/shop/api:1.4.2"));
        assertThat(check("-f", "a.yaml", "-f", "b.yaml")).isZero();
        assertThat(capture.out()).contains("2 objects, 1 image: 2 passed");
    }

    @Test
    void asksTheRegistryOnceForEachImage() throws IOException {
        write("pods.yaml", pod("a", "registry.test/shop/api:1.4.2") + pod("b", "registry.test/shop/api:1.4.2"));
        check("-f", "pods.yaml");
        assertThat(registry.requests("/manifests/1.4.2")).isEqualTo(1);
    }

    @Test
    void deniesNothingUnderTheBuiltInPolicy() throws IOException {
        write("pod.yaml", pod("tool", "registry.test/shop/tool"));
        assertThat(check("-f", "pod.yaml")).isZero();
        assertThat(capture.out())
                .contains(
                        "WARN  mutable-tag",
                        "WARN  root-user",
                        "1 warned by the built-in policy, which denies nothing");
    }

    @Test
    void failsOnAWarningIfAskedTo() throws IOException {
        write("warned.yaml", pod("tool", "registry.test/shop/tool"));
        write("passed.yaml", pod("api", "registry.test/shop/api:1.4.2"));
        assertThat(check("-f", "warned.yaml", "--fail-on", "warn")).isEqualTo(1);
        assertThat(check("-f", "passed.yaml", "--fail-on", "warn")).isZero();
    }

    @Test
    void warnsInsteadOfDenyingUnderAudit() throws IOException {
        write("strict.yaml", STRICT);
        write("pod.yaml", pod("tool", "registry.test/shop/tool"));
        assertThat(check("-f", "pod.yaml", "--policy", "strict.yaml")).isEqualTo(1);
        capture = Capture.plain();
        assertThat(check("-f", "pod.yaml", "--policy", "strict.yaml", "--mode", "audit"))
                .isZero();
        assertThat(capture.out()).contains("WARN  mutable-tag").doesNotContain("DENY");
    }

    @Test
    void judgesForThePlatformsOfTheCluster() throws IOException {
        write("strict.yaml", STRICT);
        write("pod.yaml", pod("web", "registry.test/shop/web:18"));
        assertThat(check("-f", "pod.yaml", "--policy", "strict.yaml", "--platform", "linux/arm64"))
                .isZero();
        configure("plimsoll.platforms", "linux/arm64");
        assertThat(check("-f", "pod.yaml", "--policy", "strict.yaml")).isZero();
        assertThat(check("-f", "pod.yaml", "--policy", "strict.yaml", "--platform", "linux/amd64"))
                .isEqualTo(1);
    }

    @Test
    void takesNamespacesFromTheManifests() throws IOException {
        write(
                "enforced.yaml",
                STRICT.replace("spec:\n", "spec:\n  match: {namespaceSelector: {matchLabels: {enforce: \"true\"}}}\n"));
        String pod = pod("tool", "registry.test/shop/tool");
        String namespace = """
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: shop, labels: {enforce: "true"}}
                """;
        write("pod.yaml", pod + namespace);
        assertThat(check("-f", "pod.yaml", "--policy", "enforced.yaml")).isZero();
        assertThat(check("-f", "pod.yaml", "--policy", "enforced.yaml", "-n", "shop"))
                .isEqualTo(1);
    }

    @Test
    void judgesByTheConfiguredPoliciesIfNoneAreNamed() throws IOException {
        write("strict.yaml", STRICT);
        write("pod.yaml", pod("tool", "registry.test/shop/tool"));
        configure("plimsoll.policies", folder.resolve("strict.yaml").toString());
        assertThat(check("-f", "pod.yaml")).isEqualTo(1);
    }

    @Test
    void saysSoIfAnImageCannotBeLookedUp() throws IOException {
        write("strict.yaml", STRICT.replace("onRegistryError: Warn", "onRegistryError: Deny"));
        write("pod.yaml", pod("gone", "registry.test/shop/gone:1"));
        assertThat(check("-f", "pod.yaml")).isZero();
        assertThat(capture.out()).contains("WARN  uninspected  could not look at registry.test/shop/gone:1 (not-found");
        assertThat(check("-f", "pod.yaml", "--policy", "strict.yaml")).isEqualTo(1);
    }

    @Test
    void waitsForAnImageNoLongerThanTold() throws IOException {
        registry.answer("/v2/shop/slow", exchange -> sleep(5_000));
        write("pod.yaml", pod("slow", "registry.test/shop/slow:1"));
        assertThat(check("-f", "pod.yaml", "--timeout", "200ms")).isZero();
        assertThat(capture.out()).contains("(timed-out");
    }

    @Test
    void saysWhatAdviceSpeaksOf() throws IOException {
        configure(
                "plimsoll.registry.hosts.\"docker.io\".endpoint",
                registry.address().toString());
        NodeImages.putInto(registry).put("shop/node", "1", NodeImages.application("1"));
        write("advice.yaml", STRICT.replace("mutableTag: {}", "advice: {}"));
        write("pod.yaml", pod("node", "registry.test/shop/node:1"));
        check("-f", "pod.yaml", "--policy", "advice.yaml", "-o", "json");
        JsonNode findings = new ObjectMapper().readTree(capture.out()).at("/objects/0/containers/0/findings");

        assertThat(findings.findValuesAsText("check"))
                .startsWith("image-size", "root-user", "large-base")
                .contains("dev-dependencies");
        assertThat(findings.get(0).get("remedy").asText()).isEqualTo("base it on node:18.13.0-alpine to save 186 MiB");
        assertThat(findings.get(0).has("bytes")).isFalse();
        assertThat(findings.get(2).get("bytes").asLong()).isEqualTo(186 * MIB);
        assertThat(findings.get(3).get("instruction").asText()).isEqualTo("npm install");
        assertThat(findings.get(3).get("layer").asText()).startsWith("sha256:");
    }

    @Test
    void tellsAllProblemsAtOnce() throws IOException {
        write("policies.yaml", STRICT.replace("200Mi", "2OOMi").replace("mutableTag", "mutableTags"));
        write("broken.yaml", "kind: [");
        write("malformed.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: no-spec}\n");
        assertThat(check(
                        "-f", "broken.yaml", "-f", "malformed.yaml", "-f", "missing.yaml", "--policy", "policies.yaml"))
                .isEqualTo(2);
        assertThat(capture.out()).isEmpty();
        Golden.assertMatches("problems.txt", capture.err().replace(folder + "/", ""));
    }

    static Stream<Arguments> whatCannotRun() {
        return Stream.of(
                Arguments.of("check", "Missing required option"),
                Arguments.of("check -f pod.yaml --unknown", "Unknown option"),
                Arguments.of("check -f pod.yaml stray", "Unmatched argument"),
                Arguments.of("check -f pod.yaml --mode strict", "--mode"),
                Arguments.of("check -f pod.yaml --fail-on audit", "--fail-on"),
                Arguments.of("check -f pod.yaml -o yaml", "--output"),
                Arguments.of("check -f pod.yaml --platform amd64", "\"amd64\" is not a platform such as linux/amd64"),
                Arguments.of("check -f pod.yaml --timeout soon", "\"soon\" is not a duration such as 500ms, 10s or 5m"),
                Arguments.of("check -f pod.yaml --timeout 0s", "between 1ms and 5m"),
                Arguments.of("check -f pod.yaml --timeout 301s", "between 1ms and 5m"),
                Arguments.of("check -f /no/such/pod.yaml", "/no/such/pod.yaml: does not exist"),
                Arguments.of("check -f -", "standard input: holds no Kubernetes objects"));
    }

    @ParameterizedTest
    @MethodSource("whatCannotRun")
    void saysWhyItCannotRun(String command, String why) {
        int status = PlimsollCommand.commandLine(new RecordingServer(0), capture.terminal())
                .execute(command.split(" "));
        assertThat(status).isEqualTo(2);
        assertThat(capture.err()).contains(why).doesNotContain("\tat ");
        assertThat(capture.out()).isEmpty();
    }

    @Test
    void cannotJudgeByNoPolicy() throws IOException {
        Files.createDirectory(folder.resolve("policies"));
        write("pod.yaml", pod("api", "registry.test/shop/api:1.4.2"));
        assertThat(check("-f", "pod.yaml", "--policy", "policies")).isEqualTo(2);
        assertThat(capture.err()).contains("policies: holds no ImageAdmissionPolicy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plimsoll.registry.lookup-time=1s",
                "plimsoll.registry.connect-timeout=soon",
                "plimsoll.registry.queue=0",
                "plimsoll.platforms=amd64"
            })
    void cannotRunUnderAConfigurationThatIsWrong(String property) throws IOException {
        write("pod.yaml", pod("api", "registry.test/shop/api:1.4.2"));
        configure(property.split("=")[0], property.split("=")[1]);
        assertThat(check("-f", "pod.yaml")).isEqualTo(2);
        assertThat(capture.err())
                .contains(property.split("=")[0].replaceFirst("plimsoll\\.registry\\.", ""))
                .doesNotContain("\tat ");
    }

    @Test
    void showsAPersonHowFarItIs() throws IOException {
        capture = Capture.coloured();
        write("pod.yaml", pod("api", "registry.test/shop/api:1.4.2"));
        check("-f", "pod.yaml");
        assertThat(capture.err()).contains("Looked at 1 of 1 images").endsWith("\r\u001b[K");
    }

    @Test
    void writesJsonThatCanBeReadBack() throws IOException {
        write("pod.yaml", pod("api", "registry.test/shop/api:1.4.2"));
        check("-f", "pod.yaml", "-o", "json");
        JsonNode container = new ObjectMapper().readTree(capture.out()).at("/objects/0/containers/0");
        assertThat(container.path("digest").asText()).isEqualTo(api.digest().toString());
        assertThat(container.path("compressedBytes").asLong()).isEqualTo(12 * MIB);
        assertThat(container.path("runsAs").asText()).isEqualTo("uid 65532");
    }

    private void writeShop() throws IOException {
        write("strict.yaml", STRICT);
        Files.createDirectories(folder.resolve("shop/jobs"));
        write("shop/web.yaml", """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: shop}
                spec:
                  template:
                    spec:
                      initContainers:
                        - {name: migrate, image: "registry.test/shop/tool", securityContext: {runAsUser: 1000}}
                      containers:
                        - {name: web, image: "registry.test/shop/web:18"}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: web, namespace: shop}
                """);
        write("shop/jobs/report.yaml", """
                apiVersion: batch/v1
                kind: CronJob
                metadata: {name: report, namespace: shop}
                spec:
                  jobTemplate:
                    spec:
                      template:
                        spec:
                          containers:
                            - {name: report, image: "registry.test/shop/api:1.4.2"}
                """);
        write("shop/pods.json", """
                {"apiVersion": "v1", "kind": "List", "items": [
                  {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "gone", "namespace": "shop"},
                   "spec": {"containers": [{"name": "gone", "image": "registry.test/shop/gone:7"}]}},
                  {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"}}]}
                """);
    }

    private static String pod(String name, String image) {
        return """
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: %1$s}
                spec:
                  containers:
                    - {name: %1$s, image: "%2$s"}
                """.formatted(name, image);
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(folder.resolve(file), content);
    }

    private void configure(String property, String value) {
        System.setProperty(property, value);
        properties.add(property);
    }

    /** Files are named as in the folder; they are not in the working directory. */
    private int check(String... arguments) {
        List<String> command = new ArrayList<>(List.of("check"));
        for (int i = 0; i < arguments.length; i++) {
            boolean isFile = i > 0 && List.of("-f", "--policy").contains(arguments[i - 1]) && !arguments[i].equals("-");
            command.add(isFile ? folder.resolve(arguments[i]).toString() : arguments[i]);
        }
        return PlimsollCommand.commandLine(new RecordingServer(0), capture.terminal())
                .execute(command.toArray(String[]::new));
    }

    private String output() {
        return capture.out().replace(folder + "/", "");
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
