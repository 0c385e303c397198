package dev.plimsoll.policy;

import dev.plimsoll.image.Platform;
import dev.plimsoll.workload.Container;
import java.util.List;
import java.util.Set;

/**
 * All containers of a workload that a policy speaks of.
 *
 * @param containers at least one of them new or changed
 * @param platforms that the pod can land on; never empty
 */
public record WorkloadSubject(List<Container> containers, Set<Platform> platforms) {

    public WorkloadSubject {
        containers = List.copyOf(containers);
        platforms = Set.copyOf(platforms);
    }
}
