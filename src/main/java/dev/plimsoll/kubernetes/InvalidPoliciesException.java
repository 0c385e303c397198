package dev.plimsoll.kubernetes;

import java.util.List;
import java.util.stream.Collectors;

/** Says that there are no policies to begin with; the message has one line for each problem. */
public final class InvalidPoliciesException extends RuntimeException {

    private final transient List<Problem> problems;

    InvalidPoliciesException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
