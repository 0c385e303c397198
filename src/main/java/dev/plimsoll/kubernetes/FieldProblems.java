package dev.plimsoll.kubernetes;

import java.util.ArrayList;
import java.util.List;

/** All that is wrong with one object, field by field, in the order in which it was noticed. */
final class FieldProblems {

    /** @param path empty if it is about the whole object */
    record FieldProblem(String path, String message) {}

    private final List<FieldProblem> problems = new ArrayList<>();

    void add(String path, String message) {
        problems.add(new FieldProblem(path, message));
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    /** Whether nothing is wrong with the field and what is in it, so that nothing it lacks is wrong already. */
    boolean noneUnder(String path) {
        return problems.stream().noneMatch(problem -> problem.path().startsWith(path));
    }

    List<FieldProblem> all() {
        return List.copyOf(problems);
    }
}
