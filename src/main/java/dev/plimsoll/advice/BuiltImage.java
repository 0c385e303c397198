package dev.plimsoll.advice;

import dev.plimsoll.base.Boundary;
import dev.plimsoll.base.MeasuredBase;
import dev.plimsoll.dockerfile.Build;
import dev.plimsoll.dockerfile.BuildStep;
import dev.plimsoll.dockerfile.FilePath;
import dev.plimsoll.dockerfile.Instruction;
import dev.plimsoll.dockerfile.shell.ShellCommand;
import dev.plimsoll.image.Image;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An image, how it was built, and from where on that is its own. */
public final class BuiltImage {

    /** What makes apt delete its downloads in Debian's and Ubuntu's images. */
    private static final FilePath DOCKER_CLEAN = FilePath.of("/etc/apt/apt.conf.d/docker-clean", "/");

    private final Image image;
    private final Build build;
    private final Boundary boundary;
    private final Optional<MeasuredBase> base;
    private final List<PackageRun> ownRuns;

    BuiltImage(Image image, Build build, Boundary boundary, Optional<MeasuredBase> base) {
        this.image = image;
        this.build = build;
        this.boundary = boundary;
        this.base = base;
        this.ownRuns = ownSteps().stream()
                .filter(step -> !step.script().commands().isEmpty())
                .map(PackageRun::of)
                .toList();
    }

    public Image image() {
        return image;
    }

    public Boundary boundary() {
        return boundary;
    }

    public Optional<MeasuredBase> base() {
        return base;
    }

    Build build() {
        return build;
    }

    List<BuildStep> baseSteps() {
        return build.steps().subList(0, boundary.steps());
    }

    /** The steps that are its own. */
    public List<BuildStep> ownSteps() {
        return build.steps().subList(boundary.steps(), build.steps().size());
    }

    /** Those of its own steps that run something, each with the package managers that it calls. */
    Stream<PackageRun> ownRuns() {
        return ownRuns.stream();
    }

    /** The own step from which on apt keeps what it downloads, as is done for a mounted cache. */
    Optional<Integer> keepsDownloads() {
        return ownRuns()
                .filter(run -> run.removals().stream().anyMatch(it -> it.path().equals(DOCKER_CLEAN)))
                .map(run -> run.step().number())
                .findFirst();
    }

    /** What a variable is worth for a command: of the script, of the step's build arguments, of the build. */
    Optional<String> variable(String name, BuildStep step, ShellCommand command) {
        return step.script()
                .variable(name, command)
                .or(() -> step.instruction() instanceof Instruction.Run run
                        ? Optional.ofNullable(run.arguments().get(name))
                        : Optional.empty())
                .or(() -> build.variable(name, step));
    }
}
