package dev.plimsoll.advice;

import dev.plimsoll.dockerfile.shell.ShellCommand;
import java.util.List;
import java.util.Optional;

/**
 * One call of a package manager.
 *
 * @param packages as written, with versions; for a clean, its words
 */
record PackageCommand(PackageManager manager, Action action, List<String> packages, ShellCommand command) {

    /** What it does. */
    enum Action {
        INSTALL,
        /** Fetches the lists of what there is. */
        UPDATE,
        REMOVE,
        CLEAN
    }

    PackageCommand {
        packages = List.copyOf(packages);
    }

    boolean isInstall() {
        return action == Action.INSTALL;
    }

    /** The name by which packages can be removed together: {@code apk add --virtual .build-deps}. */
    Optional<String> group() {
        return manager == PackageManager.APK ? valueOf("-t").or(() -> valueOf("--virtual")) : Optional.empty();
    }

    /** The argument of an option, as {@code --option value} or {@code --option=value}. */
    Optional<String> valueOf(String option) {
        List<String> arguments = command.arguments();
        int at = arguments.indexOf(option);
        if (at >= 0 && at + 1 < arguments.size()) {
            return Optional.of(arguments.get(at + 1));
        }
        return arguments.stream()
                .filter(argument -> argument.startsWith(option + "="))
                .map(argument -> argument.substring(option.length() + 1))
                .findFirst();
    }

    boolean has(String option) {
        return command.has(option);
    }

    /** A package's name without version, architecture or suite: {@code nginx} of {@code nginx:amd64=1.22.1-9}. */
    static String nameOf(String written) {
        int end = 0;
        while (end < written.length() && "=<>~:/![;".indexOf(written.charAt(end)) < 0) {
            end++;
        }
        return written.substring(0, end);
    }
}
