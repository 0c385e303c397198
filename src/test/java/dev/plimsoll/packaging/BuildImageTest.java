package dev.plimsoll.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What it refuses before it asks any registry, and in which words. */
class BuildImageTest {

    private static final String PIN = "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --base=gcr.io/base:1                         | the base gcr.io/base:1 is not pinned; name it with its digest, gcr.io/base:1@sha256:...
            --to=registry.example/plimsoll               | registry.example/plimsoll names no version; give the image a tag that stays with it, as registry.example/plimsoll:0.1.0
            --to=registry.example/plimsoll:latest        | registry.example/plimsoll:latest names no version
            --to=registry.example/plimsoll:1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef | has a digest, which nobody can choose; name a tag
            --to=Registry.example/Plimsoll:1             | Plimsoll
            --application=nowhere                        | nowhere/quarkus-run.jar is not there; package the application first
            """)
    void saysWhatIsWrong(String argument, String message) throws IOException {
        Path application = Files.createDirectory(folder.resolve("app"));
        Files.createFile(application.resolve("quarkus-run.jar"));
        StringWriter err = new StringWriter();
        int status = BuildImage.commandLine()
                .setErr(new PrintWriter(err, true))
                .execute(
                        "--output=" + folder.resolve("image"),
                        argument.startsWith("--application") ? argument : "--application=" + application,
                        argument.startsWith("--application") ? "--base=gcr.io/base:1" + PIN : argument);
        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).startsWith("make image: ").contains(message).hasLineCount(1);
        assertThat(folder.resolve("image")).doesNotExist();
    }

    @Test
    void itsUsualBaseIsPinnedAndNamesTheTagThePinIsOf() {
        BaseImage base = BaseImage.parse(BaseImage.DEFAULT);
        assertThat(base.name() + "@" + base.digest()).isEqualTo(BaseImage.DEFAULT);
        assertThat(base.pinned()).isEqualTo(base.reference().name() + "@" + base.digest());
    }

    @Test
    void whatJlinkHasAgainstItIsPassedOn() {
        Path jdk = Path.of(System.getProperty("java.home"));
        assertThatThrownBy(() ->
                        JavaRuntime.link(jdk, Optional.of(folder), "amd64", Files.createDirectory(folder.resolve("x"))))
                .isInstanceOf(ImageBuildException.class)
                .hasMessageStartingWith("jlink failed: Error: ");
    }
}
