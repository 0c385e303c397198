package dev.plimsoll.cli;

import java.util.List;

/** A command could not do what it was asked, for reasons that whoever asked can mend. */
final class CouldNotRunException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    /** @param problems a line each, for people */
    CouldNotRunException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    CouldNotRunException(String problem) {
        this(List.of(problem));
    }

    List<String> problems() {
        return problems;
    }
}
