package dev.plimsoll;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A checked-in file, or a section of one, that a test can make anew.
 *
 * <p>The test fails when the file is not what it would make, and writes it when run with {@code -Dplimsoll.generate=true}. Tag it {@code
 * generates}, so that {@code make generate} finds it.
 */
public final class GeneratedFile {
    private final Path file;
    private final String name;
    private final boolean generate;

    GeneratedFile(Path root, String name, boolean generate) {
        this.file = root.resolve(name);
        this.name = name;
        this.generate = generate;
    }

    /** The file of that path, seen from the project's root. */
    public static GeneratedFile at(String path) {
        Path root = Path.of(System.getProperty("basedir", ""));
        return new GeneratedFile(root, path, Boolean.getBoolean("plimsoll.generate"));
    }

    /** Fails unless the whole file is {@code content}; writes it when generating. */
    public void mustEqual(String content) {
        if (generate) {
            write(content);
            return;
        }
        assertThat(Files.exists(file) ? read() : "")
                .as("%s is generated and out of date: run make generate", name)
                .isEqualTo(content);
    }

    /**
     * Fails unless {@code content} is what stands between the lines {@code <!-- begin section -->} and {@code <!-- end section -->} of
     * the file; writes it there when generating.
     */
    public void sectionMustEqual(String section, String content) {
        String begin = "<!-- begin " + section + " -->\n";
        String end = "<!-- end " + section + " -->\n";
        String text = read();
        assertThat(text).as("%s has no section %s", name, section).containsSubsequence(begin, end);
        int from = text.indexOf(begin) + begin.length();
        mustEqual(text.substring(0, from) + content + text.substring(text.indexOf(end, from)));
    }

    private String read() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String content) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
