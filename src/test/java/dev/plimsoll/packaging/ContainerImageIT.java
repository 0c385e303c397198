package dev.plimsoll.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.tools.jib.image.json.BuildableManifestTemplate.ContentDescriptorTemplate;
import dev.plimsoll.image.Digest;
import dev.plimsoll.registry.DockerRegistry;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The image that {@code make image} makes, in a registry, under the product's own judgement, and running. */
class ContainerImageIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path APPLICATION = Path.of("target", "quarkus-app").toAbsolutePath();
    private static final Path MATERIALS = Path.of("target", "bom.json");
    private static final String TAG = "0.1.0";

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static DockerRegistry registry;
    private static String base;
    private static String name;
    private static String printed;
    private static OciLayout image;

    @BeforeAll
    static void build() throws Exception {
        registry = DockerRegistry.plain(Files.createDirectory(shared.resolve("registry")));
        base = LocalBase.pushTo(registry.name(), Files.createDirectory(shared.resolve("base")));
        name = registry.name() + "/plimsoll/plimsoll:" + TAG;
        printed = make(shared.resolve("image"), "--to", name, "--revision", "0123abc");
        image = OciLayout.read(shared.resolve("image/oci"));
    }

    @AfterAll
    static void stopRegistry() {
        if (registry != null) {
            registry.close();
        }
    }

    @Test
    void isInTheRegistryAsItIsInTheLayout() throws Exception {
        byte[] manifest = manifestInTheRegistry();
        assertThat(Digest.of(manifest)).isEqualTo(image.digest());
        assertThat(printed).contains(image.digest().toString(), "pushed " + name);
    }

    @Test
    void isTheSameWhenItIsMadeAgain() throws Exception {
        assertThat(make(folder, "--revision", "0123abc"))
                .contains(image.digest().toString());
    }

    @Test
    void isAdmittedByItsOwnProductUnderAStrictPolicy() throws Exception {
        JsonNode report = judge("120Mi");
        JsonNode container = report.at("/objects/0/containers/0");
        assertThat(container.path("findings")).isEmpty();
        assertThat(container.path("digest").asText()).isEqualTo(image.digest().toString());
        assertThat(container.at("/platforms/0/user").asText()).isEqualTo(ImageRecipe.USER);
        assertThat(container.at("/platforms/0/layers").asInt()).isEqualTo(4);
        assertThat(report.at("/objects/0/verdict").asText()).isEqualTo("Allow");
    }

    @Test
    void wouldBeFoundTooLargeByASmallerBudget() throws Exception {
        assertThat(judge("1Mi").at("/objects/0/containers/0/findings/0/check").asText())
                .isEqualTo("image-size");
    }

    @Test
    void saysWhatItIsAndWhatItIsBuiltOn() throws Exception {
        String[] pin = base.split("@");
        Map<String, String> words = Map.of(
                "org.opencontainers.image.title", "Plimsoll",
                "org.opencontainers.image.licenses", "Apache-2.0",
                "org.opencontainers.image.revision", "0123abc",
                "org.opencontainers.image.base.name", pin[0],
                "org.opencontainers.image.base.digest", pin[1]);
        JsonNode annotations = JSON.readTree(manifestInTheRegistry()).path("annotations");
        JsonNode labels = image.config().at("/config/Labels");
        words.forEach((key, value) -> {
            assertThat(annotations.path(key).asText()).as(key).isEqualTo(value);
            assertThat(labels.path(key).asText()).as(key).isEqualTo(value);
        });
        assertThat(annotations).isEqualTo(labels);
    }

    @Test
    void laysWhatChangesOverWhatStays() throws Exception {
        assertThat(filesOfLayer(1)).allMatch(file -> file.startsWith("opt/java/"));
        assertThat(filesOfLayer(2)).allMatch(file -> file.startsWith("deployments/lib/"));
        assertThat(filesOfLayer(3))
                .contains("deployments/quarkus-run.jar")
                .noneMatch(file -> file.startsWith("deployments/lib/"));
    }

    @Test
    void bringsNoProgramButJavaAndNothingThatItsUserCouldChange() throws Exception {
        List<TarArchiveEntry> entries = new ArrayList<>();
        for (int layer = 1; layer <= 3; layer++) {
            entries.addAll(entriesOfLayer(layer));
        }
        assertThat(entries).allSatisfy(entry -> {
            assertThat(entry.getLongUserId()).isZero();
            assertThat(entry.getMode() & 022).as(entry.getName()).isZero();
        });
        assertThat(entries.stream().map(TarArchiveEntry::getName).filter(file -> file.startsWith("opt/java/bin/")))
                .filteredOn(file -> !file.endsWith("/"))
                .containsExactly("opt/java/bin/java");
    }

    @Test
    void listsItsMaterials() throws Exception {
        assumeTrue(Files.exists(MATERIALS), MATERIALS + " is made with -Psbom");
        JsonNode materials = JSON.readTree(contentOfLayer(3, "deployments/sbom/plimsoll.cdx.json"));
        assertThat(materials.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(materials.path("components").findValuesAsText("name")).contains("jib-core", "quarkus-rest");
        assertThat(materials.path("components").findValuesAsText("name")).doesNotContain("assertj-core");
    }

    @Test
    void trustsTheUsualAuthorities() throws Exception {
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(new ByteArrayInputStream(contentOfLayer(1, "opt/java/lib/security/cacerts")), null);
        assertThat(Collections.list(store.aliases())).hasSizeGreaterThan(50);
    }

    @Test
    void runsReadOnlyAsItsOwnUser() throws Exception {
        Sandbox sandbox = Sandbox.of(image, folder);
        Sandbox.Ended help = sandbox.run(Map.of(), "--help");
        assertThat(help.printed()).contains("Usage: plimsoll");
        assertThat(help.status()).isZero();

        // A registry, the webhook over TLS, elliptic curves, files in /tmp: all that the runtime is there for.
        Sandbox.Ended demo = sandbox.run(Map.of(), "demo", "--once");
        assertThat(demo.printed())
                .contains("node:latest is 353 MiB compressed, over 200 MiB", "deployment.apps/api created")
                .doesNotContain("Exception", "WARN");
        assertThat(demo.status()).isZero();
    }

    @Test
    void hasOptionsForAContainerThatTheEnvironmentOverrides() throws Exception {
        Sandbox sandbox = Sandbox.of(image, folder);
        List<String> flags = List.of("/opt/java/bin/java", "-XX:+PrintFlagsFinal", "-version");
        assertThat(sandbox.execute(Map.of(), flags).printed())
                .containsPattern("MaxRAMPercentage += 50\\.0")
                .containsPattern("UseSerialGC += true")
                .containsPattern("ExitOnOutOfMemoryError += true")
                .containsPattern("UsePerfData += false");
        assertThat(sandbox.execute(Map.of("JAVA_TOOL_OPTIONS", "-XX:MaxRAMPercentage=60"), flags)
                        .printed())
                .containsPattern("MaxRAMPercentage += 60\\.0")
                .containsPattern("ExitOnOutOfMemoryError += true");
    }

    /** Of what jdeps sees, only the compiler is left out: it belongs to code generators, which have done their work. */
    @Test
    void bringsEveryModuleThatTheApplicationNeeds() throws Exception {
        StringWriter out = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of(
                "--multi-release",
                "17",
                "--ignore-missing-deps",
                "--print-module-deps",
                "--class-path",
                String.join(":", jars("lib"))));
        Stream.of("app", "quarkus", "lib/boot").map(ContainerImageIT::jars).forEach(arguments::addAll);
        ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(new PrintWriter(out), new PrintWriter(out), arguments.toArray(String[]::new));
        String needed = out.toString()
                .lines()
                .filter(line -> line.startsWith("java.base,"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(out));
        TreeSet<String> missing = new TreeSet<>(Arrays.asList(needed.split(",")));
        missing.removeAll(JavaRuntime.MODULES);
        assertThat(missing).containsExactly("jdk.compiler");
    }

    @Test
    void bringsNoRuntimeForAnotherMachine() {
        JavaRuntime runtime = new JavaRuntime(shared.resolve("image/java"));
        assertThatThrownBy(() -> runtime.mustBeFor("s390x"))
                .isInstanceOf(ImageBuildException.class)
                .hasMessage("the runtime is for %s, the image for s390x; give --jmods of a JDK for s390x"
                        .formatted(BuildImage.thisMachine().architecture()));
    }

    @Test
    void doesNotSendAPasswordWithoutTls() throws Exception {
        try (DockerRegistry locked = DockerRegistry.withPassword(folder)) {
            String password = Base64.getEncoder()
                    .encodeToString((DockerRegistry.user() + ":" + DockerRegistry.password()).getBytes(UTF_8));
            Path config = Files.writeString(
                    folder.resolve("config.json"),
                    "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}".formatted(locked.name(), password));
            TargetImage target = TargetImage.parse(locked.name() + "/plimsoll:" + TAG);
            assertThatThrownBy(() -> Upload.push(image, target, new RegistryLogin(Optional.of(config), true)))
                    .isInstanceOf(ImageBuildException.class)
                    .hasMessageStartingWith(target.reference().toString())
                    .hasMessageContaining("were not sent because the connection was over HTTP");
        }
    }

    private static String make(Path output, String... arguments) {
        StringWriter out = new StringWriter();
        List<String> all = new ArrayList<>(List.of("--base", base, "--plain-http", "--output", output.toString()));
        all.addAll(List.of(arguments));
        if (Files.exists(MATERIALS)) {
            all.addAll(List.of("--sbom", MATERIALS.toString()));
        }
        CommandLine command =
                BuildImage.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));
        int status = command.execute(all.toArray(String[]::new));
        assertThat(status).as(out.toString()).isZero();
        return out.toString();
    }

    private JsonNode judge(String budget) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("policy.yaml"), """
                apiVersion: plimsoll.dev/v1alpha1
                kind: ImageAdmissionPolicy
                metadata: {name: strict}
                spec:
                  validationActions: [Deny]
                  onRegistryError: Deny
                  checks:
                    imageSize: {max: %s}
                    layerSize: {max: 64Mi}
                    layerCount: {max: 8}
                    mutableTag: {tags: [latest]}
                    rootUser: {}
                    willNotStart: {}
                    platformMismatch: {}
                """.formatted(budget));
        Files.writeString(folder.resolve("pod.yaml"), """
                apiVersion: v1
                kind: Pod
                metadata: {name: plimsoll}
                spec:
                  securityContext: {runAsNonRoot: true}
                  containers:
                    - {name: plimsoll, image: "%s"}
                """.formatted(name));
        Process check = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dplimsoll.registry.hosts.\"%s\".endpoint=%s".formatted(registry.name(), registry.address()),
                        "-Dplimsoll.platforms=" + BuildImage.thisMachine(),
                        "-jar",
                        APPLICATION.resolve("quarkus-run.jar").toString(),
                        "check",
                        "-f",
                        "pod.yaml",
                        "--policy",
                        "policy.yaml",
                        "-o",
                        "json")
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("report.json").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(check.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            check.destroyForcibly();
        }
        return JSON.readTree(folder.resolve("report.json").toFile());
    }

    private static byte[] manifestInTheRegistry() throws IOException, InterruptedException {
        URI address = registry.address().resolve("/v2/plimsoll/plimsoll/manifests/" + TAG);
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address)
                                .header("Accept", "application/vnd.oci.image.manifest.v1+json")
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    private static List<String> jars(String below) {
        try (Stream<Path> files = Files.walk(APPLICATION.resolve(below))) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> filesOfLayer(int layer) throws IOException {
        return entriesOfLayer(layer).stream()
                .filter(TarArchiveEntry::isFile)
                .map(TarArchiveEntry::getName)
                .toList();
    }

    private static List<TarArchiveEntry> entriesOfLayer(int layer) throws IOException {
        List<TarArchiveEntry> entries = new ArrayList<>();
        try (TarArchiveInputStream tar = open(layer)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private static byte[] contentOfLayer(int layer, String file) throws IOException {
        try (TarArchiveInputStream tar = open(layer)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().equals(file)) {
                    return tar.readAllBytes();
                }
            }
        }
        throw new AssertionError("no " + file + " in layer " + layer);
    }

    private static TarArchiveInputStream open(int layer) throws IOException {
        ContentDescriptorTemplate blob = image.manifest().layers().get(layer);
        return new TarArchiveInputStream(
                new GZIPInputStream(new BufferedInputStream(Files.newInputStream(image.blob(blob.getDigest())))));
    }
}
