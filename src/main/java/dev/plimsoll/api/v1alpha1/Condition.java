package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * {@code metav1.Condition}.
 *
 * @param type what it is about: Ready
 * @param status whether it holds
 * @param observedGeneration the generation of the resource that this was said of
 * @param lastTransitionTime when status last changed
 * @param reason one word for programs
 * @param message for people; what is wrong, with the paths of the fields
 */
public record Condition(
        @Required @Size(min = 1, max = 316) String type,
        @Required Status status,

        @Min(0) @Nullable Long observedGeneration,

        @Required @SchemaFrom(type = ZonedDateTime.class) @Size(max = Bounds.TIME_LENGTH)
        String lastTransitionTime,

        @Required @Size(min = 1, max = Bounds.REASON_LENGTH) @Pattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$")
        String reason,

        @Required @Size(max = Bounds.MESSAGE_LENGTH) String message) {

    /** Whether a condition holds. */
    public enum Status {
        @JsonProperty("True")
        TRUE,
        @JsonProperty("False")
        FALSE,
        @JsonProperty("Unknown")
        UNKNOWN
    }
}
