package dev.plimsoll.api.v1alpha1;

import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link ImageAdmissionPolicy} asks for.
 *
 * @param validationActions what follows from a violation; Deny and Warn exclude each other
 * @param match what it speaks of; everything if absent
 * @param onRegistryError what an image that cannot be inspected means
 * @param allowExceptions whether an {@link ImageAdmissionException} can excuse a workload from it
 * @param checks at least one; a check that is not named is off
 */
public record ImageAdmissionPolicySpec(
        @Required
        @Size(min = 1, max = Bounds.ACTIONS)
        @ValidationRule(value = Rules.ONE_CONSEQUENCE, message = Rules.ONE_CONSEQUENCE_MESSAGE)
        @Nullable
        List<ValidationAction> validationActions,

        @Nullable Match match,

        @Default("Warn") @Nullable RegistryErrorAction onRegistryError,

        @Default("true") @Nullable Boolean allowExceptions,

        @Required @Nullable Checks checks) {}
