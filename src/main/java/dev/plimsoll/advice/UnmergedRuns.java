package dev.plimsoll.advice;

import dev.plimsoll.advice.BuiltImage.OwnStep;
import dev.plimsoll.advice.PackageCommand.Action;
import dev.plimsoll.dockerfile.BuildStep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The steps of a package manager belong into one RUN.
 *
 * <p>Found are consecutive RUNs that each call the same manager, to update its lists or to install named packages. What
 * is installed from a file, and an upgrade of the manager itself, may have a RUN of its own.
 */
final class UnmergedRuns implements AdviceCheck {

    static final AdviceDescription DESCRIPTION = new AdviceDescription(
            "unmerged-runs",
            "Steps of one package manager are split over consecutive `RUN`s.",
            "Each layer keeps lists, logs and databases as they were after it, so that a package database is stored several "
                    + "times. And an `apt-get update` of its own is cached: months later, packages are installed from lists "
                    + "that are long out of date.",
            """
            RUN apt-get update
            RUN apt-get install -y tini
            RUN apt-get install -y tzdata
            """,
            """
            RUN apt-get update \\
             && apt-get install -y --no-install-recommends tini tzdata \\
             && rm -rf /var/lib/apt/lists/*
            """,
            "When the steps change at very different times, and the first is large: two layers are then cheaper than "
                    + "building and downloading one again.");

    /** What is upgraded for its own sake before it is used. */
    private static final Set<String> THEMSELVES =
            Set.of("pip", "setuptools", "wheel", "npm", "yarn", "pnpm", "bundler");

    @Override
    public AdviceDescription description() {
        return DESCRIPTION;
    }

    @Override
    public List<Advice> examine(BuiltImage image) {
        List<Advice> found = new ArrayList<>();
        for (PackageManager manager : PackageManager.values()) {
            for (List<PackageRun> row : rows(manager, image)) {
                found.add(advice(row));
            }
        }
        return found;
    }

    private Advice advice(List<PackageRun> row) {
        BuildStep largest = row.stream()
                .map(PackageRun::step)
                .max(Comparator.comparing(BuildStep::bytes))
                .orElseThrow();
        return Advice.about(
                largest,
                this,
                "is one of %d RUNs in a row that call the same package manager".formatted(row.size()),
                "merge them into one RUN");
    }

    /** RUNs without another layer between them. */
    private static List<List<PackageRun>> rows(PackageManager manager, BuiltImage image) {
        List<List<PackageRun>> rows = new ArrayList<>();
        List<PackageRun> row = new ArrayList<>();
        for (OwnStep own : image.own()) {
            if (belongs(manager, own.run())) {
                row.add(own.run());
            } else if (own.step().makesLayer()) {
                keep(row, rows);
                row = new ArrayList<>();
            }
        }
        keep(row, rows);
        return rows;
    }

    private static void keep(List<PackageRun> row, List<List<PackageRun>> rows) {
        if (row.size() > 1 && row.stream().anyMatch(PackageRun::installs)) {
            rows.add(row);
        }
    }

    private static boolean belongs(PackageManager manager, PackageRun run) {
        return run.commands().stream()
                .filter(command -> command.manager() == manager)
                .anyMatch(
                        command -> command.action() == Action.UPDATE || command.isInstall() && namesPackages(command));
    }

    private static boolean namesPackages(PackageCommand command) {
        return command.packages().stream()
                .map(PackageCommand::nameOf)
                .anyMatch(name -> !name.isEmpty() && !name.startsWith(".") && !THEMSELVES.contains(name));
    }
}
