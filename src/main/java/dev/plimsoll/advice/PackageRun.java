package dev.plimsoll.advice;

import dev.plimsoll.advice.PackageCommand.Action;
import dev.plimsoll.dockerfile.BuildStep;
import dev.plimsoll.dockerfile.shell.ShellCommand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A RUN with the package managers that it calls, and what it takes back of its own doings.
 *
 * @param commands in order
 * @param removals what it deletes, in order
 * @param kept the packages that are still there at its end, by how they were written
 */
record PackageRun(BuildStep step, List<PackageCommand> commands, List<Removal> removals, List<Kept> kept) {

    /** One package that was installed and not removed again. */
    record Kept(PackageCommand by, String written) {

        String name() {
            return PackageCommand.nameOf(written);
        }
    }

    static PackageRun of(BuildStep step) {
        List<PackageCommand> commands = new ArrayList<>();
        List<Removal> removals = new ArrayList<>();
        Keeping keeping = new Keeping();
        for (ShellCommand command : step.script().commands()) {
            PackageManager.read(command)
                    .ifPresentOrElse(
                            found -> {
                                commands.add(found);
                                keeping.take(found);
                            },
                            () -> keeping.take(command));
            removals.addAll(Removal.in(command, step.directory()));
        }
        return new PackageRun(step, List.copyOf(commands), List.copyOf(removals), keeping.kept());
    }

    /** What a variable is worth for a command: by the script, or when the RUN begins. */
    Optional<String> variable(String name, PackageCommand command) {
        return step.script().variable(name, command.command()).or(() -> step.variable(name));
    }

    boolean installs() {
        return commands.stream().anyMatch(PackageCommand::isInstall);
    }

    /** Which packages survive, as the commands come by. */
    private static final class Keeping {

        private final Map<String, Kept> kept = new LinkedHashMap<>();
        private final Map<String, List<String>> groups = new HashMap<>();
        private final Set<String> manual = new HashSet<>();
        private boolean marksAutomatic;

        void take(ShellCommand other) {
            if (!other.program().equals("apt-mark")) {
                return;
            }
            if (other.has("manual")) {
                manual.addAll(other.operands());
            }
            marksAutomatic |= other.has("auto");
        }

        void take(PackageCommand command) {
            if (command.action() == Action.INSTALL) {
                install(command);
            } else if (command.action() == Action.REMOVE) {
                remove(command);
            }
        }

        private void install(PackageCommand command) {
            for (String written : command.packages()) {
                String key = key(command, written);
                kept.put(key, new Kept(command, written));
                command.group().ifPresent(group -> groups.computeIfAbsent(group, it -> new ArrayList<>())
                        .add(key));
            }
        }

        private void remove(PackageCommand command) {
            for (String written : command.packages()) {
                kept.remove(key(command, written));
                List<String> group = command.manager() == PackageManager.APK ? groups.remove(written) : null;
                if (group != null) {
                    group.forEach(kept::remove);
                }
            }
            if (command.manager() == PackageManager.APT && marksAutomatic) {
                kept.values().removeIf(it -> it.by().manager() == PackageManager.APT && !manual.contains(it.name()));
                marksAutomatic = false;
            }
        }

        private static String key(PackageCommand command, String written) {
            return command.manager() + " " + PackageCommand.nameOf(written);
        }

        List<Kept> kept() {
            return List.copyOf(kept.values());
        }
    }
}
