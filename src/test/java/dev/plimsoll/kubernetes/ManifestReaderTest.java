package dev.plimsoll.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plimsoll.workload.Namespace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestReaderTest {

    @TempDir
    Path folder;

    @Test
    void documentsAndItemsOfListsAreRead() {
        ManifestReader.Result result = read("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: shop}
                ---
                apiVersion: v1
                kind: List
                items:
                  - {apiVersion: v1, kind: Pod, metadata: {name: a}}
                  - {apiVersion: batch/v1, kind: Job, metadata: {name: b, namespace: ""}}
                """);

        assertThat(result.problems()).isEmpty();
        assertThat(result.manifests())
                .extracting(
                        Manifest::document,
                        Manifest::line,
                        Manifest::apiGroup,
                        Manifest::kind,
                        Manifest::name,
                        Manifest::namespace)
                .containsExactly(
                        tuple(1, 1, "apps", "Deployment", "web", "shop"),
                        tuple(2, 5, "", "Pod", "a", "default"),
                        tuple(2, 5, "batch", "Job", "b", "default"));
    }

    @Test
    void whatIsNoObjectIsAProblemAndTheRestIsRead() {
        ManifestReader.Result result = read("replicas: 2\n---\napiVersion: v1\nkind: Pod\n---\n- 1\n---\na: [\n");

        assertThat(result.manifests()).extracting(Manifest::kind).containsExactly("Pod");
        assertThat(result.problems())
                .extracting(Problem::toString)
                .startsWith(
                        "stdin: document 1: is no Kubernetes object: it has no apiVersion and kind",
                        "stdin: document 3: is no Kubernetes object: it has no apiVersion and kind")
                .hasSize(3);
    }

    @Test
    void theListOfOneKindGivesItsItemsTheirKind() {
        ManifestReader.Result result = read("""
                {"apiVersion": "apps/v1", "kind": "DeploymentList", "items": [{"metadata": {"name": "a"}}]}
                {"apiVersion": "v1", "kind": "PodList", "items": [{"kind": "Pod", "apiVersion": "v1"}]}
                {"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "List", "items": [
                  {"apiVersion": "v1", "kind": "Pod"}]}]}
                {"apiVersion": "example.com/v1", "kind": "AllowList", "items": [{}]}
                """);

        assertThat(result.problems()).isEmpty();
        assertThat(result.manifests())
                .extracting(Manifest::apiGroup, Manifest::kind, Manifest::name)
                .containsExactly(
                        tuple("apps", "Deployment", "a"),
                        tuple("", "Pod", ""),
                        tuple("", "Pod", ""),
                        tuple("example.com", "AllowList", ""));
    }

    @Test
    void aListWithoutItemsIsAProblem() {
        assertThat(read("{apiVersion: v1, kind: List, items: {a: 1}}").problems())
                .extracting(Problem::toString)
                .containsExactly("stdin: List: items: must be a list");
    }

    @Test
    void anErrorQuotesLittleOfTheFile() {
        assertThat(read("{\"password\": aVeryLongSecretThatWasNotQuoted} }").problems())
                .singleElement()
                .asString()
                .doesNotContain("SecretThatWasNotQuoted");
    }

    @Test
    void nothingIsNoManifestAndNoProblem() {
        assertThat(read("")).isEqualTo(new ManifestReader.Result(List.of(), List.of()));
    }

    @Test
    void foldersAreReadWithTheirFolders() throws IOException {
        write("b/c/deep.yaml");
        write("a.yml");
        write("b/x.json");
        write(".git/config.yaml");
        write("b/.hidden.yaml");
        write("readme.md");

        ManifestReader.Result result = ManifestReader.read(folder);

        assertThat(result.problems()).isEmpty();
        assertThat(result.manifests())
                .extracting(Manifest::file)
                .containsExactly(
                        folder.resolve("a.yml").toString(),
                        folder.resolve("b/c/deep.yaml").toString(),
                        folder.resolve("b/x.json").toString());
    }

    @Test
    void aFileThatIsMissingIsAProblem() {
        assertThat(ManifestReader.read(folder.resolve("gone.yaml")).problems())
                .extracting(Problem::toString)
                .containsExactly(folder.resolve("gone.yaml") + ": does not exist");
    }

    @Test
    void aStreamThatBreaksIsAProblem() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("pipe closed");
            }
        };

        assertThat(ManifestReader.read("stdin", broken).problems())
                .extracting(Problem::toString)
                .containsExactly("stdin: cannot be read");
    }

    @Test
    void namespacesAmongTheManifestsGiveTheirLabels() {
        ManifestReader.Result result = read("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: shop, labels: {team: a, plimsoll.dev/enforce: "true"}}
                ---
                apiVersion: example.com/v1
                kind: Namespace
                metadata: {name: other, labels: {team: b}}
                """);

        Namespaces namespaces = Namespaces.of(result.manifests());

        assertThat(namespaces.named("shop"))
                .isEqualTo(new Namespace("shop", Map.of("team", "a", "plimsoll.dev/enforce", "true")));
        assertThat(namespaces.named("other")).isEqualTo(Namespace.named("other"));
    }

    private static ManifestReader.Result read(String text) {
        return ManifestReader.read("stdin", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void write(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"apiVersion\": \"v1\", \"kind\": \"Pod\"}");
    }
}
