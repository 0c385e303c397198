package dev.plimsoll.api.v1alpha1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link ImageAdmissionException} excuses.
 *
 * @param images globs on the normalised name; required
 * @param objectSelector on the labels of the object under review; all if absent
 * @param checks the checks' ids; required
 * @param reason why, for people; required
 * @param expiresAt RFC 3339; from this moment on the exception is as if it were not there
 */
public record ImageAdmissionExceptionSpec(
        @Nullable List<String> images,
        @Nullable LabelSelector objectSelector,
        @Nullable List<String> checks,
        @Nullable String reason,
        @Nullable String expiresAt) {}
