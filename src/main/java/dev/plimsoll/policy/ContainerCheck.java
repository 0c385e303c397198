package dev.plimsoll.policy;

import dev.plimsoll.image.ImageReference;
import java.util.List;
import java.util.Optional;

/** A check that looks at one container at a time. */
public non-sealed interface ContainerCheck extends Check {

    /**
     * Whether the container's own image must be known to judge it. False where the pod spec says enough, so that nothing is
     * looked up in vain.
     */
    boolean needsImage(ContainerSubject subject);

    /** Of an update, another image that it wants to know, and can do without if it cannot be inspected. */
    default Optional<ImageReference> comparesWith(ContainerSubject subject) {
        return Optional.empty();
    }

    /** What is wrong with the container, whose image is a reference; called only if its own image is known where it must be. */
    List<Violation> check(ContainerSubject subject, Inspections inspections);
}
