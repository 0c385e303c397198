package dev.plimsoll.advice;

import dev.plimsoll.dockerfile.BuildStep;
import dev.plimsoll.dockerfile.Instruction.Copy;
import dev.plimsoll.dockerfile.shell.ShellCommand;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Dependencies should be installed before the sources are copied.
 *
 * <p>Found is a RUN that installs what a project's own files list ({@code npm ci}, {@code pip install -r}, …) behind a
 * copy of the whole build context, unless an earlier RUN has installed the same way before that copy.
 */
final class CopyBeforeInstall implements AdviceCheck {

    static final AdviceDescription DESCRIPTION = new AdviceDescription(
            "copy-before-install",
            "The sources are copied before the dependencies are installed.",
            "A layer is built again when the one before it changes. So every change of the sources, a comment even, installs "
                    + "all dependencies again, and every node downloads them again with the next release.",
            """
            COPY . .
            RUN npm ci --omit=dev
            """,
            """
            COPY package*.json ./
            RUN npm ci --omit=dev
            COPY src ./src
            """,
            "When the dependencies come with the sources (vendored, or a workspace of many packages whose manifests cannot "
                    + "be copied on their own).");

    /** Commands that install what a file of the project lists, by program. */
    private record Installer(Set<String> programs, List<String> words) {}

    private static final List<Installer> INSTALLERS = List.of(
            new Installer(Set.of("bundle", "bundler"), List.of("install")),
            new Installer(Set.of("composer", "composer.phar"), List.of("install")),
            new Installer(Set.of("poetry"), List.of("install")),
            new Installer(Set.of("pipenv"), List.of("install")),
            new Installer(Set.of("pipenv"), List.of("sync")),
            new Installer(Set.of("uv"), List.of("sync")),
            new Installer(Set.of("go"), List.of("mod", "download")),
            new Installer(Set.of("mvn", "mvnw"), List.of("dependency:go-offline")),
            new Installer(Set.of("mvn", "mvnw"), List.of("dependency:resolve")),
            new Installer(Set.of("dotnet"), List.of("restore")),
            new Installer(Set.of("mix"), List.of("deps.get")),
            new Installer(Set.of("cargo"), List.of("fetch")));

    @Override
    public AdviceDescription description() {
        return DESCRIPTION;
    }

    @Override
    public List<Advice> examine(BuiltImage image) {
        List<Advice> found = new ArrayList<>();
        Set<String> before = new HashSet<>();
        boolean copied = false;
        for (BuildStep step : image.ownSteps()) {
            if (ContextCopies.isOne(step)) {
                copied = true;
            } else if (!(step.instruction() instanceof Copy)) {
                Optional<String> installer = installerIn(step, copied ? before : Set.of());
                if (installer.isPresent() && !copied) {
                    before.add(installer.get());
                } else if (installer.isPresent()) {
                    found.add(advice(step));
                }
            }
        }
        return found;
    }

    private Advice advice(BuildStep step) {
        return Advice.about(
                step,
                this,
                "installs dependencies after all sources were copied",
                "copy the lock file, install, then copy the sources");
    }

    /** The first program in the step that installs a project's dependencies, apart from those known. */
    private static Optional<String> installerIn(BuildStep step, Set<String> known) {
        return step.script().commands().stream()
                .filter(CopyBeforeInstall::installsProject)
                .map(CopyBeforeInstall::programOf)
                .filter(program -> !known.contains(program))
                .findFirst();
    }

    private static String programOf(ShellCommand command) {
        return PackageManager.read(command).map(it -> it.manager().name()).orElse(command.program());
    }

    private static boolean installsProject(ShellCommand command) {
        return PackageManager.read(command)
                .map(CopyBeforeInstall::installsListed)
                .orElseGet(() -> INSTALLERS.stream()
                        .anyMatch(installer -> installer.programs().contains(command.program())
                                && startsWith(command.operands(), installer.words())));
    }

    private static boolean startsWith(List<String> words, List<String> beginning) {
        return words.size() >= beginning.size()
                && words.subList(0, beginning.size()).equals(beginning);
    }

    private static boolean installsListed(PackageCommand command) {
        if (!command.isInstall()) {
            return false;
        }
        return switch (command.manager()) {
            case NPM, YARN, PNPM -> command.packages().isEmpty() && !command.has("-g") && !command.has("--global");
            case PIP ->
                command.has("-r")
                        || command.valueOf("--requirement").isPresent()
                        || command.command().arguments().stream().anyMatch(it -> it.startsWith("-r"));
            default -> false;
        };
    }
}
