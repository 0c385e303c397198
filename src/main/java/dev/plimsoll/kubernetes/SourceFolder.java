package dev.plimsoll.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The YAML and JSON files that a path stands for: the file itself, or those in a folder, by name. */
final class SourceFolder {

    private static final int MOST_FILES = 10_000;
    private static final int DEEPEST = 32;

    private SourceFolder() {}

    /** The file, or those directly in the folder, as a ConfigMap is mounted: links are followed, hidden names are not. */
    static List<SourceFile> flat(Path path) {
        return read(path, 1);
    }

    /** The file, or those in the folder and its folders, but not in hidden ones. */
    static List<SourceFile> recursive(Path path) {
        return read(path, DEEPEST);
    }

    private static List<SourceFile> read(Path path, int depth) {
        if (!Files.isDirectory(path)) {
            return List.of(SourceFile.read(path));
        }
        try {
            List<Path> files = list(path, depth);
            return files.size() > MOST_FILES
                    ? List.of(SourceFile.unreadable(path.toString(), "holds more than " + MOST_FILES + " files"))
                    : files.stream().map(SourceFile::read).toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(SourceFile.unreadable(path.toString(), "cannot be listed"));
        }
    }

    private static List<Path> list(Path folder, int depth) throws IOException {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(SourceFolder::isSource)
                    .filter(file -> isVisible(folder.relativize(file)))
                    .filter(Files::isRegularFile)
                    .limit(MOST_FILES + 1L)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isSource(Path file) {
        String name =
                file.getFileName() == null ? "" : file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
    }

    private static boolean isVisible(Path relative) {
        for (Path name : relative) {
            if (name.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }
}
