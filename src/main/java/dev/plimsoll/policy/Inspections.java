package dev.plimsoll.policy;

import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.workload.Container;
import java.util.Map;
import java.util.Optional;

/** What is known of the images under review: each was found, could not be inspected, or was never asked for. */
public record Inspections(Map<ImageReference, Inspection> found, Map<ImageReference, InspectionException> failed) {

    public static final Inspections NONE = new Inspections(Map.of(), Map.of());

    public Inspections {
        found = Map.copyOf(found);
        failed = Map.copyOf(failed);
    }

    public Optional<Inspection> of(ImageReference reference) {
        return Optional.ofNullable(found.get(reference));
    }

    /** What is known of the container's image; nothing if what is written is no reference. */
    public Optional<Inspection> of(Container container) {
        Optional<ImageReference> reference = container.reference();
        return reference.isPresent() ? of(reference.get()) : Optional.empty();
    }

    /** Why the image is not known, if it was asked for. */
    public Optional<InspectionException> failureOf(ImageReference reference) {
        return Optional.ofNullable(failed.get(reference));
    }
}
