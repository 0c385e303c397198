package dev.plimsoll.advice;

import dev.plimsoll.dockerfile.BuildStep;
import dev.plimsoll.dockerfile.Instruction.Metadata;
import dev.plimsoll.dockerfile.Instruction.Start;
import java.util.List;

/**
 * What people want in a container, and programs do not, should be left out of the image.
 *
 * <p>Found is a RUN that installs editors, shells' helpers, download or debugging tools and does not remove them before
 * it ends. A tool that the image's own start or health check calls is needed.
 */
final class ConvenienceTools implements AdviceCheck {

    static final AdviceDescription DESCRIPTION = new AdviceDescription(
            "convenience-tools",
            "Editors, download or debugging tools are left in the image.",
            "They are there for the day somebody looks into the container, and on all other days they are weight, packages to "
                    + "be patched, and a help for intruders. `kubectl debug` brings them when they are needed.",
            """
            RUN apt-get update && apt-get install -y ca-certificates curl vim \\
             && curl -fsSL https://example.org/harbour.tar.gz | tar -xz -C /opt \\
             && rm -rf /var/lib/apt/lists/*
            """,
            """
            RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates \\
             && rm -rf /var/lib/apt/lists/*
            ADD https://example.org/harbour.tar.gz /opt/
            """,
            "When what runs in the image calls the tool, in a script that cannot be seen from the history: a backup that "
                    + "needs `curl`, a terminal for people.");

    private static final PackageNames TOOLS = new PackageNames("/advice/convenience-tools.txt");
    private static final int MOST_NAMES = 3;

    @Override
    public AdviceDescription description() {
        return DESCRIPTION;
    }

    @Override
    public List<Advice> examine(BuiltImage image) {
        String started = started(image);
        return image.ownRuns()
                .flatMap(run -> {
                    List<String> names = Tools.keptIn(run, TOOLS).stream()
                            .filter(name -> !started.contains(name))
                            .toList();
                    return names.isEmpty() ? List.<Advice>of().stream() : List.of(advice(run.step(), names)).stream();
                })
                .toList();
    }

    private Advice advice(BuildStep step, List<String> names) {
        return Advice.about(
                step, this, "leaves " + Tools.some(names, MOST_NAMES), "leave them out; debug with kubectl debug");
    }

    /** What the image's start, health check and shell say, in one text. */
    private static String started(BuiltImage image) {
        StringBuilder started = new StringBuilder();
        for (BuildStep step : image.ownSteps()) {
            if (step.instruction() instanceof Start start) {
                started.append(start.text()).append('\n');
            } else if (step.instruction() instanceof Metadata shell
                    && shell.keyword().equals("SHELL")) {
                started.append(shell.text()).append('\n');
            }
        }
        return started.toString();
    }
}
