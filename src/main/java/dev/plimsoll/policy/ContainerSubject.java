package dev.plimsoll.policy;

import dev.plimsoll.workload.Container;
import java.util.Optional;

/**
 * One container under review.
 *
 * @param previous the container that an update replaces with it
 */
public record ContainerSubject(Container container, Optional<Container> previous) {

    /** The image as it was written, for messages. */
    public String image() {
        return container.image().written();
    }
}
