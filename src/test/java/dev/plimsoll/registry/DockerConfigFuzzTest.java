package dev.plimsoll.registry;

import static dev.plimsoll.FuzzTarget.expect;

import dev.plimsoll.FuzzTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

public class DockerConfigFuzzTest {

    /** It warns of every entry that is of no use, which here is most of them. Kept, or its level would be lost. */
    private static final Logger WARNINGS = Logger.getLogger(DockerConfig.class.getName());

    private static final Path FILE = temporaryFile();

    @Test
    void any_bytes_are_a_docker_config_or_are_said_to_be_none() {
        Level before = WARNINGS.getLevel();
        try {
            FuzzTarget.tryAll("docker-config", DockerConfigFuzzTest::fuzzerTestOneInput);
        } finally {
            WARNINGS.setLevel(before);
        }
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        WARNINGS.setLevel(Level.OFF);
        Files.write(FILE, input);
        try {
            DockerConfig config = DockerConfig.read(FILE, Optional.empty());
            config.resolve("docker.io", "library/nginx")
                    .ifPresent(found -> expect(!found.secret().isEmpty(), "a credential is whole"));
            config.resolve("registry.corp:5000", "team/app");
        } catch (IllegalArgumentException e) {
            expect(String.valueOf(e.getMessage()).startsWith(FILE.toString()), "names the file");
        }
    }

    private static Path temporaryFile() {
        try {
            Path file = Files.createTempFile("plimsoll", ".json");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
