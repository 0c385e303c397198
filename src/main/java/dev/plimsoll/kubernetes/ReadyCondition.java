package dev.plimsoll.kubernetes;

import dev.plimsoll.api.v1alpha1.Condition;
import dev.plimsoll.api.v1alpha1.Condition.Status;
import dev.plimsoll.policy.ImageException;
import dev.plimsoll.policy.MessageText;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The condition Ready of policies and exceptions: what it says, and what it should say. */
final class ReadyCondition {

    static final String TYPE = "Ready";

    private static final int LONGEST_MESSAGE = 4096;

    private ReadyCondition() {}

    /** What the status says now; of no use if it was not written by us. */
    static Optional<Map<?, ?>> written(GenericKubernetesResource resource) {
        return conditions(resource).stream()
                .filter(condition -> TYPE.equals(condition.get("type")))
                .findFirst();
    }

    static List<Map<?, ?>> conditions(GenericKubernetesResource resource) {
        Object conditions = resource.get("status", "conditions");
        return conditions instanceof List<?> list
                ? list.stream()
                        .filter(Map.class::isInstance)
                        .<Map<?, ?>>map(item -> (Map<?, ?>) item)
                        .toList()
                : List.of();
    }

    /** What it should say. The time of the last transition is kept where there was none. */
    static Condition of(ReadResources.Entry<?> entry, Instant now) {
        Status status = isReady(entry, now) ? Status.TRUE : Status.FALSE;
        String transition = written(entry.resource())
                .filter(before -> word(status).equals(before.get("status")))
                .map(before -> before.get("lastTransitionTime"))
                .map(Object::toString)
                .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
        return new Condition(
                TYPE,
                status,
                ReadResources.generation(entry.resource()),
                transition,
                reason(entry, now),
                message(entry, now));
    }

    /** Whether the status says it already. */
    static boolean isWritten(Condition condition, GenericKubernetesResource resource) {
        return written(resource)
                .map(before -> tree(condition).entrySet().stream()
                        .allMatch(field -> Objects.equals(
                                String.valueOf(field.getValue()), String.valueOf(before.get(field.getKey())))))
                .orElse(false);
    }

    /** As it goes into the status. */
    static Map<String, Object> tree(Condition condition) {
        return Map.of(
                "type", condition.type(),
                "status", word(condition.status()),
                "observedGeneration", condition.observedGeneration() == null ? 0 : condition.observedGeneration(),
                "lastTransitionTime", condition.lastTransitionTime(),
                "reason", condition.reason(),
                "message", condition.message());
    }

    private static String word(Status status) {
        return switch (status) {
            case TRUE -> "True";
            case FALSE -> "False";
            case UNKNOWN -> "Unknown";
        };
    }

    private static boolean isReady(ReadResources.Entry<?> entry, Instant now) {
        return entry.problems().isEmpty() && !hasExpired(entry, now);
    }

    private static boolean hasExpired(ReadResources.Entry<?> entry, Instant now) {
        return entry.value()
                .filter(value -> value instanceof ImageException exception && exception.hasExpired(now))
                .isPresent();
    }

    private static String reason(ReadResources.Entry<?> entry, Instant now) {
        if (!entry.problems().isEmpty()) {
            return "Invalid";
        }
        return hasExpired(entry, now) ? "Expired" : "InForce";
    }

    private static String message(ReadResources.Entry<?> entry, Instant now) {
        if (entry.problems().isEmpty()) {
            return hasExpired(entry, now) ? "it has expired and excuses nothing" : "it is in force";
        }
        String problems = entry.problems().stream()
                .map(problem -> problem.path() + ": " + problem.message())
                .collect(Collectors.joining("; "));
        String holds = entry.value().isPresent()
                ? "generation " + entry.generation() + ", the last good one, stays in force where it was seen"
                : "it is not in force";
        return MessageText.line(problems + "; " + holds, LONGEST_MESSAGE);
    }
}
