package dev.plimsoll.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Chooses by labels, as {@code metav1.LabelSelector} does: all requirements must hold; no requirement chooses all.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors">Label selectors</a>
 */
public record LabelSelector(List<Requirement> requirements) {

    public static final LabelSelector ALL = new LabelSelector(List.of());

    /** How a requirement compares. */
    public enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        DOES_NOT_EXIST
    }

    /**
     * One condition on one label.
     *
     * @param values of meaning for {@code IN} and {@code NOT_IN} only
     */
    public record Requirement(String key, Operator operator, Set<String> values) {

        public Requirement {
            values = Set.copyOf(values);
        }

        private boolean holdsFor(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case IN -> value != null && values.contains(value);
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
            };
        }
    }

    public LabelSelector {
        requirements = List.copyOf(requirements);
    }

    public boolean selects(Map<String, String> labels) {
        for (Requirement requirement : requirements) {
            if (!requirement.holdsFor(labels)) {
                return false;
            }
        }
        return true;
    }

    /** The labels that it asks about. */
    public Set<String> keys() {
        return requirements.stream().map(Requirement::key).collect(Collectors.toUnmodifiableSet());
    }
}
