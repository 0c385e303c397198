package dev.plimsoll.policy;

import dev.plimsoll.image.ImageReference;
import java.util.List;
import java.util.Set;

/** A check that looks at all containers of a workload together. */
public non-sealed interface WorkloadCheck extends Check {

    /** The images that it wants to know; those that cannot be inspected are left out of what it judges. */
    Set<ImageReference> needs(WorkloadSubject subject);

    /** What is wrong with the workload. */
    List<Violation> check(WorkloadSubject subject, Inspections inspections);
}
