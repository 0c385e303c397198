package dev.plimsoll.policy;

import dev.plimsoll.workload.Container;
import java.util.List;

/**
 * All containers of a workload that a policy speaks of.
 *
 * @param containers at least one of them new or changed
 */
public record WorkloadSubject(List<Container> containers) {

    public WorkloadSubject {
        containers = List.copyOf(containers);
    }
}
