package dev.plimsoll.workload;

import static dev.plimsoll.workload.ContainerBuilder.aContainer;

import dev.plimsoll.image.Platform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Workloads for tests: {@link #aWorkload} is a new Deployment in the namespace shop, with {@code aContainer()}. */
public final class WorkloadBuilder {

    private String kind = "Deployment";
    private Namespace namespace = Namespace.named("shop");
    private Map<String, String> labels = Map.of();
    private Set<Platform> platforms = Set.of(Platform.LINUX_AMD64);
    private List<Container> containers = List.of(aContainer().build());
    private Optional<Workload> previous = Optional.empty();

    private WorkloadBuilder() {}

    public static WorkloadBuilder aWorkload() {
        return new WorkloadBuilder();
    }

    public WorkloadBuilder kind(String kind) {
        this.kind = kind;
        return this;
    }

    public WorkloadBuilder namespace(String name, Map<String, String> labels) {
        this.namespace = new Namespace(name, labels);
        return this;
    }

    public WorkloadBuilder labels(Map<String, String> labels) {
        this.labels = labels;
        return this;
    }

    public WorkloadBuilder platforms(String... platforms) {
        this.platforms = Stream.of(platforms).map(Platform::parse).collect(Collectors.toSet());
        return this;
    }

    public WorkloadBuilder containers(ContainerBuilder... containers) {
        this.containers = Stream.of(containers).map(ContainerBuilder::build).toList();
        return this;
    }

    /** As an update of the other one. */
    public WorkloadBuilder replacing(WorkloadBuilder other) {
        this.previous = Optional.of(other.build());
        return this;
    }

    public Workload build() {
        return new Workload(kind, namespace, "web", labels, platforms, containers, previous);
    }
}
