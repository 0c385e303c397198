package dev.plimsoll.policy;

import java.util.List;
import java.util.Set;

/**
 * Which checks apply to what, and what follows from a violation.
 *
 * @param actions what follows from a violation, unless a rule says otherwise; never empty
 * @param onRegistryError what follows from an image that cannot be inspected; never empty, for an image that is let in
 *     unseen is recorded at least
 * @param allowExceptions whether an {@link ImageException} can excuse a workload from it
 */
public record Policy(
        String name,
        Match match,
        Set<ValidationAction> actions,
        Set<ValidationAction> onRegistryError,
        boolean allowExceptions,
        List<Rule> rules) {

    /** One check, and what follows from its violations, which is never nothing. */
    public record Rule(Check check, Set<ValidationAction> actions) {

        public Rule {
            actions = Set.copyOf(actions);
        }
    }

    public Policy {
        actions = Set.copyOf(actions);
        onRegistryError = Set.copyOf(onRegistryError);
        rules = List.copyOf(rules);
    }
}
