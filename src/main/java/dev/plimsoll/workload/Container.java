package dev.plimsoll.workload;

import dev.plimsoll.image.ImageName;
import dev.plimsoll.image.ImageReference;
import java.util.Optional;

/**
 * Something in a pod that brings an image: a container of any kind, or an image volume.
 *
 * @param name unique among the pod's containers; for an image volume, that of the volume
 * @param runAs of no meaning for an image volume
 */
public record Container(String name, Kind kind, ImageName image, RunAs runAs) {

    /** Where in the pod spec it stands. */
    public enum Kind {
        /** {@code initContainers}, sidecars included. */
        INIT,
        /** {@code containers}. */
        REGULAR,
        /** {@code ephemeralContainers}. */
        EPHEMERAL,
        /** {@code volumes[].image}: files only, nothing of it runs. */
        IMAGE_VOLUME
    }

    /** Whether a process is started from it. */
    public boolean runs() {
        return kind != Kind.IMAGE_VOLUME;
    }

    /** The image's reference, unless what is written is none. */
    public Optional<ImageReference> reference() {
        return image instanceof ImageName.Valid valid ? Optional.of(valid.reference()) : Optional.empty();
    }
}
