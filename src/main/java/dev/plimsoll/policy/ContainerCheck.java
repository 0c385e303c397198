package dev.plimsoll.policy;

import dev.plimsoll.image.ImageReference;
import java.util.List;
import java.util.Set;

/** A check that looks at one container at a time. */
public non-sealed interface ContainerCheck extends Check {

    /**
     * The images that must be known to judge this container. Empty where the pod spec says enough, so that nothing is
     * looked up in vain.
     */
    Set<ImageReference> needs(ContainerSubject subject);

    /** What is wrong with the container; called only once all that it needs is known. */
    List<Violation> check(ContainerSubject subject, Inspections inspections);
}
