package dev.plimsoll.api.v1alpha1;

import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link ImageAdmissionException} excuses.
 *
 * @param images globs on the normalised name, such as registry.corp/legacy/*; ** stands for all
 * @param objectSelector on the labels of the object under review; all if absent
 * @param checks the checks' ids, such as image-size
 * @param reason why, for people
 * @param expiresAt RFC 3339; from this moment on the exception is as if it were not there
 */
public record ImageAdmissionExceptionSpec(
        @Required
        @Size(min = 1, max = Bounds.GLOBS)
        @ValidationRule(value = Rules.GLOBS, message = Rules.GLOBS_MESSAGE)
        @Nullable
        List<@Size(min = 1, max = Bounds.GLOB_LENGTH) String> images,

        @Nullable LabelSelector objectSelector,

        @Required @Size(min = 1, max = Bounds.CHECK_IDS) @Nullable
        List<@Size(min = 1, max = Bounds.CHECK_ID_LENGTH) @Pattern(Rules.CHECK_ID) String> checks,

        @Required
        @Size(min = 1, max = Bounds.REASON_LENGTH)
        @ValidationRule(value = Rules.NOT_BLANK, message = Rules.NOT_BLANK_MESSAGE)
        @Nullable
        String reason,

        @SchemaFrom(type = ZonedDateTime.class) @Size(max = Bounds.TIME_LENGTH) @Nullable
        String expiresAt) {}
