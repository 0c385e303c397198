package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code metav1.LabelSelector}: all of it must hold; an empty one selects everything.
 *
 * @param matchLabels labels with these values
 * @param matchExpressions conditions on labels
 */
public record LabelSelector(
        @Size(max = Bounds.LABELS) @Nullable Map<String, @Size(max = Bounds.LABEL_VALUE_LENGTH) String> matchLabels,

        @Size(max = Bounds.LABELS) @Nullable List<Requirement> matchExpressions) {

    /** How a requirement compares. */
    public enum Operator {
        @JsonProperty("In")
        IN,
        @JsonProperty("NotIn")
        NOT_IN,
        @JsonProperty("Exists")
        EXISTS,
        @JsonProperty("DoesNotExist")
        DOES_NOT_EXIST
    }

    /**
     * {@code metav1.LabelSelectorRequirement}.
     *
     * @param key the label's key
     * @param operator how its value is compared with values
     * @param values for In and NotIn, which need some
     */
    @ValidationRule(value = Rules.VALUES, message = Rules.VALUES_MESSAGE)
    public record Requirement(
            @Required @Size(min = 1, max = Bounds.LABEL_KEY_LENGTH) @Nullable
            String key,

            @Required @Nullable Operator operator,

            @Size(max = Bounds.LABEL_VALUES) @Nullable List<@Size(max = Bounds.LABEL_VALUE_LENGTH) String> values) {}
}
