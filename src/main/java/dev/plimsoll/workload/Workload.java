package dev.plimsoll.workload;

import dev.plimsoll.image.Platform;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A pod, or an object judged as the pod that it would make.
 *
 * @param kind of the object, for example Deployment
 * @param name of the object; empty if the API server has yet to generate one
 * @param labels of the object itself, not of its pod template
 * @param platforms that its pods can land on; never empty
 * @param pullIdentity with whose credentials its images are pulled
 * @param previous what an update replaces
 */
public record Workload(
        String kind,
        Namespace namespace,
        String name,
        Map<String, String> labels,
        Set<Platform> platforms,
        List<Container> containers,
        PullIdentity pullIdentity,
        Optional<Workload> previous) {

    public Workload {
        labels = Map.copyOf(labels);
        platforms = Set.copyOf(platforms);
        containers = List.copyOf(containers);
    }

    /** One that says nothing of pull secrets and service accounts. */
    public Workload(
            String kind,
            Namespace namespace,
            String name,
            Map<String, String> labels,
            Set<Platform> platforms,
            List<Container> containers,
            Optional<Workload> previous) {
        this(kind, namespace, name, labels, platforms, containers, PullIdentity.DEFAULT, previous);
    }

    /** As what replaces the other one. */
    public Workload replacing(Workload other) {
        return new Workload(kind, namespace, name, labels, platforms, containers, pullIdentity, Optional.of(other));
    }

    /** The container of the same name and kind that an update replaces. */
    public Optional<Container> predecessor(Container container) {
        return previous.flatMap(old -> old.counterpart(container));
    }

    private Optional<Container> counterpart(Container container) {
        for (Container own : containers) {
            if (own.kind() == container.kind() && own.name().equals(container.name())) {
                return Optional.of(own);
            }
        }
        return Optional.empty();
    }

    /**
     * The containers that are new or whose image or security context an update changes. Only they are judged, so that
     * what already runs can be labelled, scaled and finalised under a stricter policy.
     */
    public List<Container> changedContainers() {
        return previous.isEmpty()
                ? containers
                : containers.stream()
                        .filter(container -> !predecessor(container).equals(Optional.of(container)))
                        .toList();
    }

    /**
     * The same, as far as judging it goes, for policies that ask for no other labels: without its name and what it
     * replaces. Many objects of a cluster are one by that measure.
     *
     * @param sharing an equal container for each, that others may have, too
     */
    public Workload asJudgedBy(Set<String> labelKeys, UnaryOperator<Container> sharing) {
        Map<String, String> asked = new HashMap<>(labels);
        asked.keySet().retainAll(labelKeys);
        return new Workload(
                kind,
                namespace,
                "",
                asked,
                platforms,
                containers.stream().map(sharing).toList(),
                pullIdentity,
                Optional.empty());
    }
}
