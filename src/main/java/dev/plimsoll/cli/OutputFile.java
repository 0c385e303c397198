package dev.plimsoll.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that a command writes when it is done. It is there as a whole or not at all, and what can be known to be wrong with
 * it is said before the work begins.
 */
final class OutputFile {

    private final Path path;

    private OutputFile(Path path) {
        this.path = path;
    }

    /**
     * @param option that names it, for messages
     * @throws CouldNotRunException if it could not be written
     */
    static OutputFile at(Path path, String option) {
        if (path.toString().equals("-") || path.toString().isEmpty()) {
            throw new CouldNotRunException(option + " writes a file: name one, such as report.html");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new CouldNotRunException("%s %s: is there, and is no file".formatted(option, path));
        }
        Path folder = folderOf(path);
        if (!Files.isDirectory(folder)) {
            throw new CouldNotRunException("%s %s: there is no folder %s".formatted(option, path, folder));
        }
        if (!Files.isWritable(folder)) {
            throw new CouldNotRunException("%s %s: the folder %s cannot be written to".formatted(option, path, folder));
        }
        return new OutputFile(path);
    }

    private static Path folderOf(Path path) {
        Path absolute = path.toAbsolutePath().getParent();
        return absolute == null ? path.toAbsolutePath() : absolute;
    }

    /** @throws CouldNotRunException if it could not be written */
    void write(String text) {
        Path whole = followed();
        Path part = whole.resolveSibling(".%s.%s".formatted(whole.getFileName(), UUID.randomUUID()));
        try {
            Files.writeString(part, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
            move(part, whole);
        } catch (IOException e) {
            throw new CouldNotRunException("%s: could not be written (%s)".formatted(path, reason(e)));
        } finally {
            discard(part);
        }
    }

    /** A link stays one: what it leads to is written. */
    private Path followed() {
        try {
            return Files.isSymbolicLink(path) && Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
        } catch (IOException e) {
            throw new CouldNotRunException("%s: could not be written (%s)".formatted(path, reason(e)));
        }
    }

    private static void move(Path part, Path whole) throws IOException {
        try {
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private static void discard(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // It is hidden, and whoever looks at the folder finds it.
        }
    }
}
