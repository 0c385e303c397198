package dev.plimsoll.policy;

/**
 * What a check found wrong, and how to mend it.
 *
 * @param problem with the number and the limit: {@code node:18 is 353 MiB compressed, over 200 MiB}
 * @param remedy what to do: {@code pin a version or a digest}; may be empty where the problem says it
 */
public record Violation(String problem, String remedy) {

    @Override
    public String toString() {
        return remedy.isEmpty() ? problem : problem + "; " + remedy;
    }
}
