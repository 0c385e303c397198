package dev.plimsoll.kubernetes;

import dev.plimsoll.api.v1alpha1.RegistryErrorAction;
import dev.plimsoll.policy.ValidationAction;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns actions as they are written into those of the core. */
record ActionsMapper(FieldProblems problems) {

    /** What a policy says of itself, where it must say something. */
    Set<ValidationAction> required(@Nullable List<dev.plimsoll.api.v1alpha1.ValidationAction> written, String path) {
        if (written == null && problems.noneUnder(path)) {
            problems.add(path, "is missing; it must hold at least one of Deny, Warn, Audit");
        }
        return optional(written, path, Set.of());
    }

    /** What a check says of itself, else what holds for all. */
    Set<ValidationAction> optional(
            @Nullable List<dev.plimsoll.api.v1alpha1.ValidationAction> written,
            String path,
            Set<ValidationAction> fallback) {
        if (written == null) {
            return fallback;
        }
        Set<ValidationAction> actions = EnumSet.noneOf(ValidationAction.class);
        written.forEach(action -> actions.add(action(action)));
        check(written, actions, path);
        return actions;
    }

    private void check(List<?> written, Set<ValidationAction> actions, String path) {
        if (actions.isEmpty() && problems.noneUnder(path)) {
            problems.add(path, "must hold at least one of Deny, Warn, Audit");
        }
        if (actions.size() < written.size()) {
            problems.add(path, "names an action twice");
        }
        if (actions.contains(ValidationAction.DENY) && actions.contains(ValidationAction.WARN)) {
            problems.add(path, "Deny and Warn exclude each other");
        }
    }

    private static ValidationAction action(dev.plimsoll.api.v1alpha1.ValidationAction written) {
        return switch (written) {
            case DENY -> ValidationAction.DENY;
            case WARN -> ValidationAction.WARN;
            case AUDIT -> ValidationAction.AUDIT;
        };
    }

    /** An image that nobody looked at is recorded in any case. */
    static Set<ValidationAction> onRegistryError(@Nullable RegistryErrorAction written) {
        if (written == null) {
            return Set.of(ValidationAction.WARN, ValidationAction.AUDIT);
        }
        return switch (written) {
            case ALLOW -> Set.of(ValidationAction.AUDIT);
            case WARN -> Set.of(ValidationAction.WARN, ValidationAction.AUDIT);
            case DENY -> Set.of(ValidationAction.DENY, ValidationAction.AUDIT);
        };
    }
}
