package dev.plimsoll.policy;

import dev.plimsoll.image.Platform;
import dev.plimsoll.workload.Container;
import java.util.Optional;
import java.util.Set;

/**
 * One container under review.
 *
 * @param previous the container that an update replaces with it
 * @param platforms that the pod can land on; never empty
 */
public record ContainerSubject(Container container, Optional<Container> previous, Set<Platform> platforms) {

    public ContainerSubject {
        platforms = Set.copyOf(platforms);
    }

    /** The image as it was written, shortened for messages. */
    public String image() {
        return MessageText.image(container.image());
    }
}
