package dev.plimsoll.advice;

import dev.plimsoll.dockerfile.FilePath;
import dev.plimsoll.dockerfile.shell.ShellCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A path that a command deletes, with everything in it.
 *
 * @param position of the command in its script
 * @param path without a last element that stands for all: {@code /var/lib/apt/lists} for {@code /var/lib/apt/lists/*}
 */
record Removal(int position, FilePath path) {

    private static final int MOST_ALTERNATIVES = 32;

    static List<Removal> in(ShellCommand command, String directory) {
        return switch (command.program()) {
            case "rm", "rmdir", "unlink", "shred" -> of(command, command.operands().stream(), directory);
            case "find" ->
                finds(command)
                        ? of(command, command.arguments().stream().takeWhile(it -> !it.startsWith("-")), directory)
                        : List.of();
            default -> List.of();
        };
    }

    private static boolean finds(ShellCommand command) {
        return command.has("-delete") || command.has("rm") || command.has("/bin/rm");
    }

    private static List<Removal> of(ShellCommand command, Stream<String> paths, String directory) {
        return paths.flatMap(path -> alternatives(path).stream())
                .map(path -> new Removal(
                        command.position(), FilePath.of(path, directory).withoutTrailingStar()))
                .filter(removal -> !removal.path().isRoot())
                .toList();
    }

    /** {@code /var/{cache,log}/apt}: one level of braces, which is all that is met with. */
    private static List<String> alternatives(String path) {
        int open = path.indexOf('{');
        int close = path.indexOf('}', open + 1);
        if (open < 0 || close < 0 || path.startsWith("$", open - 1)) {
            return List.of(path);
        }
        List<String> alternatives = new ArrayList<>();
        for (String part : path.substring(open + 1, close).split(",", MOST_ALTERNATIVES)) {
            alternatives.add(path.substring(0, open) + part + path.substring(close + 1));
        }
        return alternatives;
    }

    /** Whether nothing is left of what was there. */
    boolean covers(FilePath there) {
        return path.holds(there);
    }
}
