package dev.plimsoll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedFileTest {
    private static final String NAME = "docs/list.md";

    @TempDir
    private Path root;

    @BeforeEach
    void aFileIsCheckedIn() throws IOException {
        Files.createDirectories(root.resolve("docs"));
        Files.writeString(root.resolve(NAME), "above\n<!-- begin list -->\nold\n<!-- end list -->\nbelow\n");
    }

    @Test
    void whatIsUpToDatePasses() {
        assertThatCode(() -> checked().sectionMustEqual("list", "old\n")).doesNotThrowAnyException();
    }

    @Test
    void aDifferenceSaysWhatToRun() {
        assertThatThrownBy(() -> checked().mustEqual("new\n"))
                .hasMessageContaining(NAME + " is generated and out of date: run make generate");
    }

    @Test
    void aMissingFileIsADifference() {
        assertThatThrownBy(() -> new GeneratedFile(root, "none.md", false).mustEqual("new\n"))
                .hasMessageContaining("make generate");
    }

    @Test
    void aDifferenceInASectionIsFound() {
        assertThatThrownBy(() -> checked().sectionMustEqual("list", "new\n")).hasMessageContaining("make generate");
    }

    @Test
    void aSectionThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> checked().sectionMustEqual("table", "new\n")).hasMessageContaining("no section table");
    }

    @Test
    void generatingWritesAFileAndItsFolder() throws IOException {
        new GeneratedFile(root, "deploy/all.yaml", true).mustEqual("new\n");
        assertThat(root.resolve("deploy/all.yaml")).hasContent("new\n");
    }

    @Test
    void generatingASectionLeavesTheRestAlone() throws IOException {
        new GeneratedFile(root, NAME, true).sectionMustEqual("list", "new\n");
        assertThat(root.resolve(NAME)).hasContent("above\n<!-- begin list -->\nnew\n<!-- end list -->\nbelow\n");
    }

    private GeneratedFile checked() {
        return new GeneratedFile(root, NAME, false);
    }
}
