package dev.plimsoll.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Policies for tests: {@link #aPolicy} speaks of everything, warns, and has no checks yet. */
public final class PolicyBuilder {

    private String name = "baseline";
    private Match match = Match.ALL;
    private Set<ValidationAction> actions = Set.of(ValidationAction.WARN);
    private Set<ValidationAction> onRegistryError = Set.of(ValidationAction.WARN);
    private boolean allowExceptions = true;
    private final List<Check> checks = new ArrayList<>();
    private final List<Policy.Rule> rules = new ArrayList<>();

    private PolicyBuilder() {}

    public static PolicyBuilder aPolicy() {
        return new PolicyBuilder();
    }

    public PolicyBuilder name(String name) {
        this.name = name;
        return this;
    }

    public PolicyBuilder match(Match match) {
        this.match = match;
        return this;
    }

    public PolicyBuilder actions(ValidationAction... actions) {
        this.actions = Set.of(actions);
        return this;
    }

    public PolicyBuilder onRegistryError(ValidationAction... actions) {
        this.onRegistryError = Set.of(actions);
        return this;
    }

    public PolicyBuilder withoutExceptions() {
        this.allowExceptions = false;
        return this;
    }

    /** With the policy's own actions. */
    public PolicyBuilder check(Check check) {
        checks.add(check);
        return this;
    }

    public PolicyBuilder check(Check check, ValidationAction... actions) {
        rules.add(new Policy.Rule(check, Set.of(actions)));
        return this;
    }

    public Policy build() {
        List<Policy.Rule> all = new ArrayList<>(rules);
        checks.forEach(check -> all.add(new Policy.Rule(check, actions)));
        return new Policy(name, match, actions, onRegistryError, allowExceptions, all);
    }
}
