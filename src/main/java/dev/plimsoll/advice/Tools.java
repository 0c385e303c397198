package dev.plimsoll.advice;

import java.util.List;

/** Packages of a kind that a RUN leaves in the image. */
final class Tools {

    private Tools() {}

    /** Those that a manager of the system installs, by name and in order. */
    static List<String> keptIn(PackageRun run, PackageNames kind) {
        return run.kept().stream()
                .filter(kept -> kept.by().manager().isOfSystem())
                .map(PackageRun.Kept::name)
                .filter(kind::contain)
                .distinct()
                .toList();
    }

    /** {@code vim, curl, wget and 2 more}. */
    static String some(List<String> names, int most) {
        String shown = String.join(", ", names.subList(0, Math.min(most, names.size())));
        return names.size() > most ? shown + " and %d more".formatted(names.size() - most) : shown;
    }
}
