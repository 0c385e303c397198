package dev.plimsoll.policy;

import java.util.EnumSet;
import java.util.Set;

/** How far the whole installation goes, whatever its policies say. */
public enum Mode {
    /** Nothing is rejected: what a policy would deny is a warning. */
    AUDIT,
    /** Policies mean what they say. */
    ENFORCE;

    /** The actions that remain of a policy's. */
    public Set<ValidationAction> cap(Set<ValidationAction> actions) {
        if (this == ENFORCE || !actions.contains(ValidationAction.DENY)) {
            return actions;
        }
        Set<ValidationAction> capped = EnumSet.copyOf(actions);
        capped.remove(ValidationAction.DENY);
        capped.add(ValidationAction.WARN);
        return capped;
    }
}
