package dev.plimsoll.policy;

import java.util.List;

/** A check that looks at all containers of a workload together. */
public non-sealed interface WorkloadCheck extends Check {

    /** What is wrong with the workload. Those of its images that cannot be inspected are left out of what is judged. */
    List<Violation> check(WorkloadSubject subject, Inspections inspections);
}
