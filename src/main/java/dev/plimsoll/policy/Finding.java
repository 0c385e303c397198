package dev.plimsoll.policy;

import dev.plimsoll.image.DataSize;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/**
 * A violation, and what follows from it under one policy.
 *
 * @param policy the policy's name
 * @param check the check's id
 * @param container the container's name; empty if it is about the whole workload
 * @param actions what follows, after the installation's mode has had its say; never empty
 */
public record Finding(
        String policy, String check, Optional<String> container, Violation violation, Set<ValidationAction> actions) {

    /** The id of what is found where a container's image is no reference. */
    public static final String INVALID_REFERENCE = "invalid-reference";

    /** The id of what is found where an image could not be inspected. */
    public static final String UNINSPECTED = "uninspected";

    /** Worst first, advice behind all else and by its bytes, then in a stable order. */
    public static final Comparator<Finding> WORST_FIRST = Comparator.comparing(Finding::strongestAction)
            .reversed()
            .thenComparing(Finding::isAdvice)
            .thenComparing(finding -> finding.container().orElse(""))
            .thenComparing(Finding::bytes, Comparator.reverseOrder())
            .thenComparing(Finding::check)
            .thenComparing(Finding::policy);

    /** What the API server shows of each warning when a response has many. */
    private static final int LONGEST_MESSAGE = 256;

    /** What is read at a glance; kubectl breaks longer ones. */
    private static final int LONGEST_LINE = 120;

    public Finding {
        actions = Set.copyOf(actions);
        if (actions.isEmpty()) {
            throw new IllegalArgumentException("a finding from which nothing follows");
        }
    }

    /** Whether it is advice on how the image is built. */
    public boolean isAdvice() {
        return violation.advice().isPresent();
    }

    private DataSize bytes() {
        return violation.advice().map(Violation.Advice::bytes).orElse(DataSize.ZERO);
    }

    public ValidationAction strongestAction() {
        return Collections.max(actions);
    }

    public boolean has(ValidationAction action) {
        return actions.contains(action);
    }

    /**
     * The line that a person reads: {@code [baseline] web: nginx has no tag, so it means latest; pin a version}. Of advice
     * that is too long for a line, the instruction gives way: its beginning tells which one is meant.
     */
    public String message() {
        String about = "[" + policy + "] " + container.map(name -> name + ": ").orElse("");
        int room = LONGEST_LINE - about.length();
        return MessageText.line(about + violation.fitting(room), LONGEST_MESSAGE);
    }
}
