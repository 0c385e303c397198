package dev.plimsoll.policy;

import java.util.List;

/**
 * A check in words; docs/checks.md is made of these.
 *
 * @param id the check's id
 * @param finds what it finds, in one line
 * @param why why that matters
 * @param mend how to mend it
 * @param parameters what a policy can set
 */
public record CheckDescription(String id, String finds, String why, String mend, List<Parameter> parameters) {

    /**
     * One parameter of a check, as it is written in a policy.
     *
     * @param fallback what holds if it is not given; empty if there is nothing to fall back to
     */
    public record Parameter(String name, String fallback, String meaning) {}

    public CheckDescription {
        parameters = List.copyOf(parameters);
    }
}
