package dev.plimsoll.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyFilesTest {

    @TempDir
    Path folder;

    @Test
    void aFoldersFilesAreReadByName() throws IOException {
        write("b.yml", "second");
        write("a.yaml", "first");
        write("c.JSON", "third");
        write(".hidden.yaml", "hidden");
        write("notes.txt", "text");
        write("deeper/d.yaml", "deeper");
        write("..data/e.yaml", "data");

        PolicyFiles.Result result = PolicyFiles.read(folder);

        assertThat(result.problems()).isEmpty();
        assertThat(result.policies().policies()).extracting(Policy::name).containsExactly("first", "second", "third");
    }

    @Test
    void aFileIsReadWhateverItsName() throws IOException {
        write("policy.txt", "it");

        assertThat(PolicyFiles.read(folder.resolve("policy.txt")).policies().policies())
                .hasSize(1);
    }

    @Test
    void whatCannotBeReadIsAProblem() throws IOException {
        write("good.yaml", "good");
        Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xE9});
        Files.createSymbolicLink(folder.resolve("nowhere.yaml"), Path.of("gone"));

        PolicyFiles.Result result = PolicyFiles.read(folder);

        assertThat(result.policies().policies()).hasSize(1);
        assertThat(result.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        folder.resolve("latin.yaml") + ": is not UTF-8 text",
                        folder.resolve("nowhere.yaml") + ": does not exist");
    }

    @Test
    void aPathThatDoesNotExistIsAProblem() {
        assertThat(PolicyFiles.read(folder.resolve("gone")).problems())
                .extracting(Problem::toString)
                .containsExactly(folder.resolve("gone") + ": does not exist");
    }

    @Test
    void aFileThatIsTooLargeIsNotReadToItsEnd() throws IOException {
        Path file = folder.resolve("large.yaml");
        Files.write(file, new byte[SourceFile.LARGEST_BYTES + 1]);

        assertThat(PolicyFiles.read(file).problems())
                .extracting(Problem::toString)
                .containsExactly(file + ": is larger than 16 MiB");
    }

    @Test
    void aProblemIsOneLine() throws IOException {
        Path file = Files.writeString(
                folder.resolve("a.yaml"), "\"a\\nb\": \"c\\nd\"\nkind: \"x\\ny\"\nmetadata: {name: z}");

        assertThat(PolicyFiles.read(file).problems())
                .extracting(Problem::toString)
                .containsExactly(file + ": x\uFFFDy \"z\": apiVersion: must be plimsoll.dev/v1alpha1");
    }

    private void write(String name, String policy) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                {"apiVersion": "plimsoll.dev/v1alpha1", "kind": "ImageAdmissionPolicy", "metadata": {"name": "%s"},
                 "spec": {"validationActions": ["Warn"], "checks": {"rootUser": {}}}}
                """.formatted(policy));
    }
}
