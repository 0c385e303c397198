package dev.plimsoll.advice;

import dev.plimsoll.advice.PackageCommand.Action;
import dev.plimsoll.dockerfile.FilePath;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is needed only to develop and build a JavaScript program does not belong into its image.
 *
 * <p>Found is an install of a project's dependencies, by npm, yarn or pnpm, that does not leave out the development
 * ones: no option says so, {@code NODE_ENV} is not {@code production}, and the same RUN neither prunes them nor deletes
 * {@code node_modules}. The install of named packages, or of global ones, is none.
 *
 * @see <a href="https://docs.npmjs.com/cli/v10/commands/npm-ci#omit">npm ci: omit</a>
 */
final class DevDependencies implements AdviceCheck {

    static final AdviceDescription DESCRIPTION = new AdviceDescription(
            "dev-dependencies",
            "Dependencies that only development needs are installed into the image.",
            "Test frameworks, bundlers and type checkers are often more than half of `node_modules`. Nothing runs them in "
                    + "production, and each is one more package to be patched.",
            """
            COPY package*.json ./
            RUN npm ci
            """,
            """
            COPY package*.json ./
            RUN npm ci --omit=dev && npm cache clean --force
            """,
            "When the image builds as it starts, or is meant for tests. Where a build needs them, build in a stage of its "
                    + "own and install without them in the last one.");

    private static final Set<PackageManager> MANAGERS =
            Set.of(PackageManager.NPM, PackageManager.YARN, PackageManager.PNPM);

    private static final List<String> PRODUCTION = List.of(
            "--production",
            "--prod",
            "-P",
            "--only=production",
            "--only=prod",
            "--omit=dev",
            "--no-dev",
            "--production=true",
            "--no-optional-dev",
            "--package-lock-only");

    private static final List<String> GLOBAL = List.of("-g", "--global", "--location=global");

    @Override
    public AdviceDescription description() {
        return DESCRIPTION;
    }

    @Override
    public List<Advice> examine(BuiltImage image) {
        return image.ownRuns()
                .flatMap(run -> installs(run)
                        .findFirst()
                        .map(install -> Advice.about(
                                run.step(), this, "installs development dependencies too", remedy(install)))
                        .stream())
                .toList();
    }

    private static String remedy(PackageCommand install) {
        return switch (install.manager()) {
            case YARN -> "use yarn install --production";
            case PNPM -> "use pnpm install --prod";
            default -> "use npm ci --omit=dev";
        };
    }

    private static Stream<PackageCommand> installs(PackageRun run) {
        int takenBack = takenBackAt(run);
        return run.commands().stream()
                .filter(command -> MANAGERS.contains(command.manager()) && command.isInstall())
                .filter(command ->
                        command.packages().isEmpty() && command.command().position() > takenBack)
                .filter(command -> !isProduction(command, run));
    }

    private static boolean isProduction(PackageCommand command, PackageRun run) {
        return Stream.concat(PRODUCTION.stream(), GLOBAL.stream()).anyMatch(command::has)
                || command.command().has("global")
                || Stream.of("--omit", "--only")
                        .flatMap(option -> command.valueOf(option).stream())
                        .anyMatch(value -> value.startsWith("dev") || value.startsWith("prod"))
                || Stream.of(
                                "NODE_ENV",
                                "npm_config_production",
                                "NPM_CONFIG_PRODUCTION",
                                "npm_config_omit",
                                "NPM_CONFIG_OMIT")
                        .flatMap(name -> run.variable(name, command).stream())
                        .anyMatch(value -> Set.of("production", "true", "dev").contains(value));
    }

    /** The last command that takes them out again: what was installed before it does not count. */
    private static int takenBackAt(PackageRun run) {
        int pruned = run.commands().stream()
                .filter(it -> it.action() == Action.REMOVE && MANAGERS.contains(it.manager()))
                .filter(it -> it.command().has("prune"))
                .mapToInt(it -> it.command().position())
                .max()
                .orElse(-1);
        return Math.max(pruned, removedAt(run).orElse(-1));
    }

    private static Optional<Integer> removedAt(PackageRun run) {
        return run.removals().stream()
                .filter(it -> isModules(it.path()))
                .map(Removal::position)
                .max(Integer::compare);
    }

    private static boolean isModules(FilePath path) {
        return !path.parts().isEmpty()
                && path.parts().get(path.parts().size() - 1).equals("node_modules");
    }
}
