package dev.plimsoll;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** A program that some tests need and that a person's machine may lack. */
public final class HelperProgram {

    private static final String REQUIRED = "tests.require-helpers";

    private HelperProgram() {}

    /**
     * Where the program is. If it is not installed, the test is skipped and says why; with {@code
     * -Dtests.require-helpers=true} it fails.
     *
     * @param debianPackage that brings it
     */
    public static Path require(String name, String debianPackage) {
        Optional<Path> found = find(name);
        String problem = "%s is not installed (apt-get install %s)".formatted(name, debianPackage);
        if (found.isEmpty() && Boolean.getBoolean(REQUIRED)) {
            fail(problem);
        }
        assumeTrue(found.isPresent(), problem);
        return found.orElseThrow();
    }

    private static Optional<Path> find(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
