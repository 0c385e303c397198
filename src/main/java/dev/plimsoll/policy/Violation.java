package dev.plimsoll.policy;

import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Digest;
import java.util.Optional;

/**
 * What a check found wrong, and how to mend it.
 *
 * @param problem with the number and the limit: {@code node:18 is 353 MiB compressed, over 200 MiB}
 * @param remedy what to do: {@code pin a version or a digest}; may be empty where the problem says it
 * @param advice what more there is to say if it is advice
 */
public record Violation(String problem, String remedy, Optional<Advice> advice) {

    /**
     * What advice speaks of.
     *
     * @param check the id under which it is found
     * @param layer that the instruction made; empty if it made none, or if none is known
     * @param bytes that layer's compressed size, or what a slimmer base would save; zero if not known
     * @param instruction cut to a readable length and without secrets; empty if it is about the base
     */
    public record Advice(String check, Optional<Digest> layer, DataSize bytes, String instruction) {}

    /** Enough to tell one instruction from another. */
    private static final int SHORTEST_INSTRUCTION = 24;

    public Violation(String problem, String remedy) {
        this(problem, remedy, Optional.empty());
    }

    /**
     * The text, with an instruction that it cites shortened to make it fit.
     *
     * @param characters that there is room for; more are used where there is no instruction, or little left of it
     */
    public String fitting(int characters) {
        String whole = toString();
        int excess = whole.length() - characters;
        String instruction = advice.map(Advice::instruction).orElse("");
        int kept = Math.max(SHORTEST_INSTRUCTION, instruction.length() - excess);
        return excess <= 0 || kept >= instruction.length() || !whole.startsWith(instruction)
                ? whole
                : MessageText.line(instruction, kept) + whole.substring(instruction.length());
    }

    @Override
    public String toString() {
        return remedy.isEmpty() ? problem : problem + "; " + remedy;
    }
}
