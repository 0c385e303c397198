package dev.plimsoll.kubernetes;

import dev.plimsoll.advice.AdviceCatalogue;
import dev.plimsoll.policy.Finding;
import dev.plimsoll.policy.MessageText;
import dev.plimsoll.policy.check.CheckCatalogue;
import java.util.LinkedHashSet;
import java.util.Set;

/** The ids by which policies and exceptions call checks. */
final class CheckIds {

    private CheckIds() {}

    static void reportUnknownAdvice(String id, String path, FieldProblems problems) {
        report(id, AdviceCatalogue.ids(), path, problems);
    }

    /** A reference that cannot be read has no name that an exception's images could match. */
    static void reportInexcusable(String id, String path, FieldProblems problems) {
        if (id.equals(Finding.INVALID_REFERENCE)) {
            problems.add(path, "\"" + id + "\" cannot be excused");
            return;
        }
        Set<String> known = new LinkedHashSet<>(CheckCatalogue.ids());
        known.addAll(AdviceCatalogue.ids());
        report(id, known, path, problems);
    }

    private static void report(String id, Set<String> known, String path, FieldProblems problems) {
        if (!known.contains(id)) {
            problems.add(
                    path,
                    "\"%s\" is not the id of a check%s"
                            .formatted(MessageText.line(id, 64), Spelling.suggestion(id, known)));
        }
    }
}
