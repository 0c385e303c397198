package dev.plimsoll.advice;

import dev.plimsoll.base.ImageFamilies;
import dev.plimsoll.dockerfile.BuildStep;
import dev.plimsoll.dockerfile.shell.ShellCommand;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What only a build needs does not belong into the image that runs.
 *
 * <p>Found is a RUN that installs compilers, build systems or version control and does not remove them before it ends;
 * and an image that is built on a kit for building, such as {@code golang}.
 */
final class BuildTools implements AdviceCheck {

    static final AdviceDescription DESCRIPTION = new AdviceDescription(
            "build-tools",
            "Compilers, build systems or version control are in the image that runs.",
            "They are large, often larger than the program; and they are what an intruder would have to bring along "
                    + "otherwise. A build in several stages keeps them in a stage that nobody downloads.",
            """
            FROM golang:1.22
            WORKDIR /src
            COPY go.mod go.sum main.go ./
            RUN go build -o /usr/local/bin/harbour .
            CMD ["harbour"]
            """,
            """
            FROM golang:1.22 AS build
            WORKDIR /src
            COPY go.mod go.sum main.go ./
            RUN CGO_ENABLED=0 go build -o /harbour .

            FROM scratch
            COPY --from=build /harbour /harbour
            ENTRYPOINT ["/harbour"]
            """,
            "When the image is a tool for building, or what runs in it compiles: a CI runner, a notebook, a program that "
                    + "loads code with git.");

    private static final PackageNames TOOLS = new PackageNames("/advice/build-tools.txt");
    private static final String REMEDY = "build in a stage of its own, copy the result";
    private static final int MOST_NAMES = 3;

    /** Commands that build with a kit. */
    private static final Set<String> BUILDERS =
            Set.of("go", "cargo", "mvn", "mvnw", "gradle", "gradlew", "dotnet", "gcc", "make");

    @Override
    public AdviceDescription description() {
        return DESCRIPTION;
    }

    @Override
    public List<Advice> examine(BuiltImage image) {
        List<Advice> found = new ArrayList<>();
        image.ownRuns().forEach(run -> installed(run).ifPresent(found::add));
        kit(image).ifPresent(found::add);
        return found;
    }

    private Optional<Advice> installed(PackageRun run) {
        List<String> names = Tools.keptIn(run, TOOLS);
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(Advice.about(run.step(), this, "installs " + Tools.some(names, MOST_NAMES), REMEDY));
    }

    /** An image that is nothing but the kit is one for building with. */
    private Optional<Advice> kit(BuiltImage image) {
        boolean addsSomething = image.ownSteps().stream().anyMatch(BuildStep::makesLayer);
        return addsSomething
                ? ImageFamilies.official()
                        .sdkIn(image.baseSteps(), image.build())
                        .map(sdk -> about(sdk, image))
                : Optional.empty();
    }

    /** It speaks of the step that builds; without one, of none, for the base's steps are not the image's own. */
    private Advice about(ImageReference sdk, BuiltImage image) {
        String name = sdk.repository().replaceFirst("^library/", "") + ":" + sdk.effectiveTag();
        return image.ownSteps().stream()
                .filter(BuildTools::builds)
                .findFirst()
                .map(step -> Advice.about(step, this, "builds in %s, with all its tools".formatted(name), REMEDY))
                .orElseGet(() -> new Advice(
                        id(),
                        "runs in %s, with all its tools for building".formatted(name),
                        REMEDY,
                        Optional.empty(),
                        DataSize.ZERO));
    }

    private static boolean builds(BuildStep step) {
        return step.script().commands().stream().map(ShellCommand::program).anyMatch(BUILDERS::contains);
    }
}
