package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Output as it is wanted, in files beside the tests. {@code -Dgolden.update=true} writes them anew, to be read in the diff. */
final class Golden {

    private static final Path FOLDER = Path.of("src/test/resources/cli");

    private Golden() {}

    static void assertMatches(String file, String actual) {
        try {
            if (Boolean.getBoolean("golden.update")) {
                Files.writeString(FOLDER.resolve(file), actual);
            }
            assertThat(actual).isEqualTo(Files.readString(FOLDER.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
