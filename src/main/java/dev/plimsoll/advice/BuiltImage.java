package dev.plimsoll.advice;

import dev.plimsoll.base.Boundary;
import dev.plimsoll.base.MeasuredBase;
import dev.plimsoll.dockerfile.Build;
import dev.plimsoll.dockerfile.BuildStep;
import dev.plimsoll.dockerfile.FilePath;
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
    private final List<OwnStep> ownSteps;
    private final Optional<Integer> keepsDownloads;

    BuiltImage(Image image, Build build, Boundary boundary, Optional<MeasuredBase> base) {
        this.image = image;
        this.build = build;
        this.boundary = boundary;
        this.base = base;
        this.ownSteps = build.steps().stream()
                .skip(boundary.steps())
                .map(step -> new OwnStep(step, PackageRun.of(step)))
                .toList();
        this.keepsDownloads = keepsDownloads();
    }

    /**
     * A step that is the image's own.
     *
     * @param run what it runs; empty commands if it runs nothing that is understood
     */
    record OwnStep(BuildStep step, PackageRun run) {}

    public Image image() {
        return image;
    }

    /** How many of the steps are the base's, and what says so. */
    public Boundary boundary() {
        return boundary;
    }

    /** What it is built on, if that was verified. */
    public Optional<MeasuredBase> base() {
        return base;
    }

    public Build build() {
        return build;
    }

    List<BuildStep> baseSteps() {
        return build.steps().subList(0, boundary.steps());
    }

    List<BuildStep> ownSteps() {
        return build.steps().subList(boundary.steps(), build.steps().size());
    }

    /** Each of its own steps with what it runs. */
    List<OwnStep> own() {
        return ownSteps;
    }

    /** Those of its own steps that run something, each with the package managers that it calls. */
    Stream<PackageRun> ownRuns() {
        return ownSteps.stream()
                .map(OwnStep::run)
                .filter(run -> !run.step().script().commands().isEmpty());
    }

    /** Whether apt keeps what it downloads from some step before this or on it, as is done for a mounted cache. */
    boolean keepsDownloadsAt(BuildStep step) {
        return keepsDownloads.filter(from -> from <= step.number()).isPresent();
    }

    private Optional<Integer> keepsDownloads() {
        return ownRuns()
                .filter(run -> run.removals().stream().anyMatch(it -> it.path().equals(DOCKER_CLEAN)))
                .map(run -> run.step().number())
                .findFirst();
    }
}
