package dev.plimsoll.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;

/**
 * What has become of one policy or exception.
 *
 * @param namespace empty for a policy
 * @param problems why it cannot be used as it is written, each with the field's path; empty if it is in force
 */
public record ResourceStanding(String kind, String namespace, String name, ResourceState state, List<String> problems) {

    public ResourceStanding {
        problems = List.copyOf(problems);
    }

    static ResourceStanding of(ReadResources.Entry<?> entry) {
        ObjectMeta metadata = entry.resource().getMetadata();
        return new ResourceStanding(
                entry.resource().getKind(),
                metadata.getNamespace() == null ? "" : metadata.getNamespace(),
                metadata.getName(),
                ResourceState.of(entry),
                entry.problems().stream()
                        .map(problem -> problem.path() + ": " + problem.message())
                        .toList());
    }
}
