package dev.plimsoll.audit;

import dev.plimsoll.policy.ContainerCheck;
import dev.plimsoll.policy.ContainerSubject;
import dev.plimsoll.policy.Finding;
import dev.plimsoll.policy.Inspections;
import dev.plimsoll.policy.Match;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.PolicySet;
import dev.plimsoll.policy.ValidationAction;
import dev.plimsoll.policy.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Wants to know every image and finds nothing wrong with any: what is audited is known, or is said to be unknown, whether or
 * not a policy asks. As the last of the policies, and the weakest, it hides nothing that another finds.
 */
record EveryImage() implements ContainerCheck {

    /** No resource can have this name. */
    private static final String POLICY = "plimsoll:audit";

    private static final Set<ValidationAction> WEAKEST = Set.of(ValidationAction.AUDIT);

    /** The policies, and this one after them. */
    static PolicySet after(PolicySet policies) {
        List<Policy> all = new ArrayList<>(policies.policies());
        all.add(new Policy(
                POLICY, Match.ALL, WEAKEST, WEAKEST, false, List.of(new Policy.Rule(new EveryImage(), WEAKEST))));
        return new PolicySet(all, policies.exceptions());
    }

    /** Whether it was this one that found it: no policy did. */
    static boolean found(Finding finding) {
        return finding.policy().equals(POLICY);
    }

    @Override
    public String id() {
        return POLICY;
    }

    @Override
    public boolean needsImage(ContainerSubject subject) {
        return true;
    }

    @Override
    public List<Violation> check(ContainerSubject subject, Inspections inspections) {
        return List.of();
    }
}
