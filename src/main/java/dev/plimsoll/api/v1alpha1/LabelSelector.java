package dev.plimsoll.api.v1alpha1;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code metav1.LabelSelector}: all of it must hold; an empty one selects everything. */
public record LabelSelector(
        @Nullable Map<String, String> matchLabels, @Nullable List<Requirement> matchExpressions) {

    /**
     * {@code metav1.LabelSelectorRequirement}.
     *
     * @param operator In, NotIn, Exists or DoesNotExist
     * @param values for In and NotIn only
     */
    public record Requirement(
            @Nullable String key,
            @Nullable String operator,
            @Nullable List<String> values) {}
}
