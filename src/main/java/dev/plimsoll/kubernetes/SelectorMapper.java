package dev.plimsoll.kubernetes;

import dev.plimsoll.policy.LabelSelector;
import dev.plimsoll.policy.LabelSelector.Operator;
import dev.plimsoll.policy.LabelSelector.Requirement;
import dev.plimsoll.policy.MessageText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns selectors as they are written into those of the core. */
record SelectorMapper(FieldProblems problems) {

    LabelSelector selector(dev.plimsoll.api.v1alpha1.@Nullable LabelSelector written, String path) {
        if (written == null) {
            return LabelSelector.ALL;
        }
        List<Requirement> requirements = new ArrayList<>();
        if (written.matchLabels() != null) {
            written.matchLabels()
                    .forEach((key, value) -> requirements.add(equality(key, value, path + ".matchLabels")));
        }
        if (written.matchExpressions() != null) {
            for (int i = 0; i < written.matchExpressions().size(); i++) {
                expression(written.matchExpressions().get(i), path + ".matchExpressions[" + i + "]")
                        .ifPresent(requirements::add);
            }
        }
        return new LabelSelector(requirements);
    }

    private Requirement equality(String key, String value, String path) {
        checkKey(key, Field.pathOf(path, key));
        checkValue(value, Field.pathOf(path, key));
        return new Requirement(key, Operator.IN, Set.of(value));
    }

    private Optional<Requirement> expression(dev.plimsoll.api.v1alpha1.LabelSelector.Requirement written, String path) {
        if (written.key() == null) {
            problems.add(path + ".key", "is missing");
        } else {
            checkKey(written.key(), path + ".key");
        }
        Optional<Operator> operator = operator(written.operator(), path + ".operator");
        List<String> values = written.values() == null ? List.of() : written.values();
        operator.ifPresent(it -> checkValues(it, values, path + ".values"));
        return written.key() == null
                ? Optional.empty()
                : operator.map(it -> new Requirement(written.key(), it, Set.copyOf(values)));
    }

    /** One that is there but does not fit has been reported already. */
    private Optional<Operator> operator(
            dev.plimsoll.api.v1alpha1.LabelSelector.@Nullable Operator written, String path) {
        if (written == null) {
            if (problems.noneUnder(path)) {
                problems.add(path, "is missing");
            }
            return Optional.empty();
        }
        return Optional.of(
                switch (written) {
                    case IN -> Operator.IN;
                    case NOT_IN -> Operator.NOT_IN;
                    case EXISTS -> Operator.EXISTS;
                    case DOES_NOT_EXIST -> Operator.DOES_NOT_EXIST;
                });
    }

    private void checkValues(Operator operator, List<String> values, String path) {
        boolean wanted = operator == Operator.IN || operator == Operator.NOT_IN;
        if (wanted && values.isEmpty()) {
            problems.add(path, "is missing; In and NotIn need at least one");
        }
        if (!wanted && !values.isEmpty()) {
            problems.add(path, "must be left out; Exists and DoesNotExist take none");
        }
        for (int i = 0; i < values.size(); i++) {
            checkValue(values.get(i), path + "[" + i + "]");
        }
    }

    private void checkKey(String key, String path) {
        if (!LabelSyntax.isKey(key)) {
            problems.add(path, "\"%s\" is not a label's key".formatted(shown(key)));
        }
    }

    private void checkValue(String value, String path) {
        if (!LabelSyntax.isValue(value)) {
            problems.add(path, "\"%s\" is not a label's value".formatted(shown(value)));
        }
    }

    private static String shown(String text) {
        return MessageText.line(text, 64);
    }
}
