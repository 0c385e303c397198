package dev.plimsoll.advice;

import dev.plimsoll.advice.BuiltImage.OwnStep;
import dev.plimsoll.advice.PackageCommand.Action;
import dev.plimsoll.dockerfile.BuildStep;
import dev.plimsoll.dockerfile.FilePath;
import dev.plimsoll.dockerfile.Instruction.Copy;
import dev.plimsoll.dockerfile.shell.ShellCommand;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is to be deleted must be deleted by the instruction that made it.
 *
 * <p>Found is a RUN that deletes what an earlier step of the image's own has left: package lists and caches, packages,
 * copied files, downloads. The bytes stay in the earlier layer. What the RUN made itself it may delete.
 */
final class SeparateCleanup implements AdviceCheck {

    static final AdviceDescription DESCRIPTION = new AdviceDescription(
            "separate-cleanup",
            "A `RUN` deletes what an earlier layer holds, where it stays.",
            "Layers are added up, never taken away: a file that a later layer deletes is hidden, and still downloaded. The "
                    + "clean-up costs a layer and saves nothing.",
            """
            COPY vendor.tar.gz /tmp/
            RUN tar -xzf /tmp/vendor.tar.gz -C /opt
            RUN rm /tmp/vendor.tar.gz
            """,
            """
            RUN --mount=type=bind,source=vendor.tar.gz,target=/tmp/vendor.tar.gz \\
                tar -xzf /tmp/vendor.tar.gz -C /opt
            """,
            "When the image is squashed into one layer afterwards, or when hiding the file is the point. (A secret is not "
                    + "hidden that way: anybody who can pull the image can read every layer.)");

    /** Where managers keep what they fetch, and whose it is. */
    private record Place(PackageManager manager, FilePath path) {}

    private static final List<Place> PLACES = List.of(
            place(PackageManager.APT, "/var/lib/apt/lists"),
            place(PackageManager.APT, "/var/cache/apt/archives"),
            place(PackageManager.APK, "/var/cache/apk"),
            place(PackageManager.YUM, "/var/cache/yum"),
            place(PackageManager.YUM, "/var/cache/dnf"),
            place(PackageManager.ZYPPER, "/var/cache/zypp"),
            place(PackageManager.PIP, "/root/.cache/pip"),
            place(PackageManager.NPM, "/root/.npm"),
            place(PackageManager.YARN, "/usr/local/share/.cache"));

    private static Place place(PackageManager manager, String path) {
        return new Place(manager, FilePath.of(path, "/"));
    }

    @Override
    public AdviceDescription description() {
        return DESCRIPTION;
    }

    @Override
    public List<Advice> examine(BuiltImage image) {
        Earlier earlier = new Earlier(image);
        List<Advice> found = new ArrayList<>();
        for (OwnStep own : image.own()) {
            if (own.step().instruction() instanceof Copy copy) {
                earlier.add(copy, own.step().directory());
            } else {
                earlier.takenAwayBy(own.run()).ifPresent(what -> found.add(advice(own.step(), what)));
                earlier.add(own.run());
            }
        }
        return found;
    }

    private Advice advice(BuildStep step, String what) {
        return Advice.about(
                step,
                this,
                "deletes %s that stay in an earlier layer".formatted(what),
                "delete them in the RUN that makes them");
    }

    /** What the steps so far have left. */
    private static final class Earlier {

        private final BuiltImage image;
        private final Set<PackageManager> caches = EnumSet.noneOf(PackageManager.class);
        private final Set<String> packages = new HashSet<>();
        private final Set<FilePath> files = new HashSet<>();

        Earlier(BuiltImage image) {
            this.image = image;
        }

        /** What of it the run deletes, for people. */
        Optional<String> takenAwayBy(PackageRun run) {
            if (cleansCache(run)) {
                return Optional.of("a package manager's files");
            }
            if (removesPackages(run)) {
                return Optional.of("packages");
            }
            return run.removals().stream().anyMatch(it -> files.contains(it.path()))
                    ? Optional.of("files")
                    : Optional.empty();
        }

        /** A run that fetches for itself cleans up after itself. */
        private boolean cleansCache(PackageRun run) {
            Set<PackageManager> foreign = EnumSet.noneOf(PackageManager.class);
            foreign.addAll(caches);
            run.commands().stream().filter(Earlier::fetches).forEach(it -> foreign.remove(it.manager()));
            return run.commands().stream().anyMatch(it -> foreign.contains(it.manager()) && cleans(it))
                    || run.removals().stream().anyMatch(it -> isPlace(it, foreign));
        }

        private static boolean fetches(PackageCommand command) {
            return command.action() == Action.INSTALL || command.action() == Action.UPDATE;
        }

        private static boolean cleans(PackageCommand command) {
            return command.action() == Action.CLEAN
                    && (command.manager().isOfSystem()
                            || Stream.of("clean", "purge", "prune").anyMatch(command::has));
        }

        private static boolean isPlace(Removal removal, Set<PackageManager> managers) {
            return PLACES.stream()
                    .filter(place -> managers.contains(place.manager()))
                    .anyMatch(place ->
                            removal.covers(place.path()) || place.path().holds(removal.path()));
        }

        private boolean removesPackages(PackageRun run) {
            Set<String> own = new HashSet<>();
            for (PackageCommand command : run.commands()) {
                Set<String> names = namesOf(command).collect(Collectors.toSet());
                if (command.isInstall()) {
                    own.addAll(names);
                } else if (command.action() == Action.REMOVE
                        && names.stream().anyMatch(name -> packages.contains(name) && !own.contains(name))) {
                    return true;
                }
            }
            return false;
        }

        private static Stream<String> namesOf(PackageCommand command) {
            return command.packages().stream().map(written -> key(command, PackageCommand.nameOf(written)));
        }

        private static String key(PackageCommand command, String name) {
            return command.manager() + " " + name;
        }

        void add(PackageRun run) {
            if (cleansCache(run)) {
                caches.clear();
            }
            caches.addAll(PackageCache.managersLeavingIn(run, image));
            run.kept().forEach(it -> {
                packages.add(key(it.by(), it.name()));
                it.by().group().ifPresent(group -> packages.add(key(it.by(), group)));
            });
            String directory = run.step().directory();
            run.step().script().commands().forEach(it -> downloadOf(it, directory)
                    .ifPresent(files::add));
            run.removals().forEach(it -> files.remove(it.path()));
        }

        /** Into a folder, or to a name of its own. */
        void add(Copy copy, String directory) {
            FilePath destination = FilePath.of(copy.destination(), directory);
            boolean isFolder = copy.destination().endsWith("/")
                    || copy.destination().equals(".")
                    || copy.sources().size() > 1;
            if (!isFolder && !destination.toString().equals(directory)) {
                files.add(destination);
            } else if (!copy.isHashed()) {
                copy.sources().stream()
                        .map(source -> source.substring(source.lastIndexOf('/') + 1))
                        .filter(name ->
                                !name.isEmpty() && !name.equals(".") && !name.contains("*") && !name.contains("<"))
                        .forEach(name -> files.add(FilePath.of(destination + "/" + name, "/")));
            }
        }

        /** {@code curl -o FILE}, {@code wget -O FILE}. */
        private static Optional<FilePath> downloadOf(ShellCommand command, String directory) {
            String option =
                    switch (command.program()) {
                        case "curl" -> "-o";
                        case "wget" -> "-O";
                        default -> "";
                    };
            int at = option.isEmpty() ? -1 : command.arguments().indexOf(option);
            return at >= 0 && at + 1 < command.arguments().size()
                    ? Optional.of(FilePath.of(command.arguments().get(at + 1), directory))
                    : Optional.empty();
        }
    }
}
