package dev.plimsoll.api.v1alpha1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link ImageAdmissionPolicy} asks for.
 *
 * @param validationActions what follows from a violation; required; Deny and Warn exclude each other
 * @param match what it speaks of; everything if absent
 * @param onRegistryError what an image that cannot be inspected means; Warn if absent
 * @param allowExceptions whether an {@link ImageAdmissionException} can excuse a workload from it; true if absent
 * @param checks a check that is not named is off
 */
public record ImageAdmissionPolicySpec(
        @Nullable List<ValidationAction> validationActions,
        @Nullable Match match,
        @Nullable RegistryErrorAction onRegistryError,
        @Nullable Boolean allowExceptions,
        @Nullable Checks checks) {}
