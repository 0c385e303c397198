package dev.plimsoll.advice;

import dev.plimsoll.advice.PackageCommand.Action;
import dev.plimsoll.dockerfile.BuildStep;
import dev.plimsoll.dockerfile.FilePath;
import dev.plimsoll.dockerfile.Instruction.Run;
import dev.plimsoll.dockerfile.shell.ShellCommand;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a package manager keeps for its next call does not belong into an image.
 *
 * <p>Found is a RUN that fetches lists or packages and neither tells the manager to keep nothing nor deletes it before
 * it ends. A cache that is mounted is fine, as far as the history tells of it. Debian's and Ubuntu's images delete
 * downloaded packages by themselves but not the lists; so a RUN that only installs, without an update, leaves nothing.
 */
final class PackageCache implements AdviceCheck {

    static final AdviceDescription DESCRIPTION = new AdviceDescription(
            "package-cache",
            "A package manager's lists or cache stay in the layer that made them.",
            "They are downloaded to every node and used by nothing there. A later `RUN` that deletes them changes nothing: "
                    + "the layer that holds them is still part of the image.",
            """
            RUN apt-get update && apt-get install -y libvips42
            RUN pip install -r requirements.txt
            """,
            """
            RUN apt-get update \\
             && apt-get install -y --no-install-recommends libvips42 \\
             && rm -rf /var/lib/apt/lists/*
            RUN pip install --no-cache-dir -r requirements.txt
            """,
            "When the cache is mounted (`RUN --mount=type=cache,…`): BuildKit does not write mounts into the history, so "
                    + "they cannot be seen. And for an image that is only a build stage.");

    /**
     * What one manager leaves behind.
     *
     * @param makes what fills it
     * @param left what it is, for people
     * @param places where; deleting any of them is taken for deleting it
     * @param homes the same, in somebody's home
     * @param options that keep it from being made
     * @param variables that do so too, if they are set
     */
    private record Cache(
            PackageManager manager,
            Set<Action> makes,
            String left,
            List<FilePath> places,
            List<String> homes,
            List<String> options,
            List<String> variables,
            String remedy) {}

    private static final Pattern CLEAN_UP =
            Pattern.compile("(?:.{0,60}[-_.])?clean(?:[-_]?up|[-_.].{0,60})?(?:\\.sh)?");

    private static final Set<Action> FETCHES = Set.of(Action.INSTALL, Action.UPDATE);

    private static final List<Cache> CACHES = List.of(
            new Cache(
                    PackageManager.APT,
                    Set.of(Action.UPDATE),
                    "leaves apt's package lists",
                    paths("/var/lib/apt/lists"),
                    List.of(),
                    List.of(),
                    List.of(),
                    "add rm -rf /var/lib/apt/lists/* to the same RUN"),
            new Cache(
                    PackageManager.APK,
                    FETCHES,
                    "leaves apk's index",
                    paths("/var/cache/apk"),
                    List.of(),
                    List.of("--no-cache"),
                    List.of(),
                    "use apk add --no-cache"),
            new Cache(
                    PackageManager.YUM,
                    FETCHES,
                    "leaves the cache of yum or dnf",
                    paths("/var/cache/yum", "/var/cache/dnf", "/var/cache/libdnf5"),
                    List.of(),
                    List.of(),
                    List.of(),
                    "add dnf clean all (or yum clean all) to the same RUN"),
            new Cache(
                    PackageManager.ZYPPER,
                    FETCHES,
                    "leaves zypper's cache",
                    paths("/var/cache/zypp"),
                    List.of(),
                    List.of(),
                    List.of(),
                    "add zypper clean --all to the same RUN"),
            new Cache(
                    PackageManager.PIP,
                    Set.of(Action.INSTALL),
                    "leaves pip's cache",
                    List.of(),
                    List.of(".cache", ".cache/pip"),
                    List.of("--no-cache-dir", "--no-cache"),
                    List.of("PIP_NO_CACHE_DIR", "PIP_CACHE_DIR"),
                    "use pip install --no-cache-dir"),
            new Cache(
                    PackageManager.NPM,
                    Set.of(Action.INSTALL),
                    "leaves npm's cache",
                    List.of(),
                    List.of(".npm", ".npm/_cacache"),
                    List.of(),
                    List.of("npm_config_cache", "NPM_CONFIG_CACHE"),
                    "add npm cache clean --force to the same RUN"),
            new Cache(
                    PackageManager.YARN,
                    Set.of(Action.INSTALL),
                    "leaves yarn's cache",
                    paths("/usr/local/share/.cache"),
                    List.of(".cache", ".cache/yarn", ".yarn", ".yarn/cache", ".yarn/berry/cache"),
                    List.of(),
                    List.of("YARN_CACHE_FOLDER"),
                    "add yarn cache clean to the same RUN"));

    private static List<FilePath> paths(String... paths) {
        return Stream.of(paths).map(path -> FilePath.of(path, "/")).toList();
    }

    @Override
    public AdviceDescription description() {
        return DESCRIPTION;
    }

    @Override
    public List<Advice> examine(BuiltImage image) {
        return image.ownRuns()
                .flatMap(run ->
                        leftBy(run, image).map(cache -> Advice.about(run.step(), this, cache.left(), cache.remedy())))
                .toList();
    }

    /** The managers whose lists or caches the RUN leaves. */
    static Set<PackageManager> managersLeavingIn(PackageRun run, BuiltImage image) {
        return leftBy(run, image).map(Cache::manager).collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<Cache> leftBy(PackageRun run, BuiltImage image) {
        return run.commands().isEmpty()
                ? Stream.empty()
                : CACHES.stream()
                        .filter(cache -> leaves(cache, run))
                        .filter(cache -> !keepsForMount(cache, run, image));
    }

    /** Whoever deletes what makes apt delete its downloads has a cache mounted, though the history does not say so. */
    private static boolean keepsForMount(Cache cache, PackageRun run, BuiltImage image) {
        return cache.manager() == PackageManager.APT && image.keepsDownloadsAt(run.step());
    }

    /** Whether what the manager fetched last is there when the RUN ends. */
    private static boolean leaves(Cache cache, PackageRun run) {
        PackageCommand last = null;
        for (PackageCommand command : run.commands()) {
            if (command.manager() == cache.manager() && fills(cache, command, run)) {
                last = command;
            }
        }
        return last != null
                && !isMounted(cache, run.step())
                && !isTakenBack(cache, run, last.command().position());
    }

    private static boolean fills(Cache cache, PackageCommand command, PackageRun run) {
        return cache.makes().contains(command.action())
                && cache.options().stream().noneMatch(command::has)
                && !(command.manager() == PackageManager.APK && !command.isInstall() && command.has("--no-cache"))
                && cache.variables().stream().noneMatch(name -> run.variable(name, command)
                        .filter(value -> !value.isEmpty())
                        .isPresent());
    }

    private static boolean isMounted(Cache cache, BuildStep step) {
        return step.instruction() instanceof Run run
                && run.cacheMounts().stream()
                        .map(mount -> FilePath.of(mount, "/"))
                        .anyMatch(mount ->
                                isPlace(cache, mount) || mount.toString().startsWith("/var/cache/apt"));
    }

    private static boolean isTakenBack(Cache cache, PackageRun run, int position) {
        return run.removals().stream().anyMatch(it -> it.position() > position && isPlace(cache, it.path()))
                || run.commands().stream().anyMatch(it -> it.command().position() > position && cleans(cache, it))
                || run.step().script().commands().stream()
                        .anyMatch(it -> it.position() > position && isCleanUp(cache, it));
    }

    /** The place itself, a folder that holds it, or one of its name in any home. */
    private static boolean isPlace(Cache cache, FilePath path) {
        return cache.places().stream().anyMatch(place -> path.holds(place))
                || cache.homes().stream().anyMatch(home -> path.toString().endsWith("/" + home));
    }

    /** {@code apt-get clean} leaves the lists; {@code dist-clean} does not. {@code npm cache verify} cleans nothing. */
    private static boolean cleans(Cache cache, PackageCommand command) {
        if (command.manager() != cache.manager() || command.action() != Action.CLEAN) {
            return false;
        }
        return switch (cache.manager()) {
            case APT -> command.command().has("distclean") || command.command().has("dist-clean");
            case PIP -> command.command().has("purge") || command.command().has("remove");
            case NPM, YARN ->
                command.command().has("clean") || command.command().has("rm");
            default -> true;
        };
    }

    /** A script of the image itself whose name says that it cleans up. */
    private static boolean isCleanUp(Cache cache, ShellCommand command) {
        return cache.manager().isOfSystem()
                && CLEAN_UP.matcher(command.program()).matches();
    }
}
