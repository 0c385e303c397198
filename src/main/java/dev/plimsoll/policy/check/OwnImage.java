package dev.plimsoll.policy.check;

import dev.plimsoll.image.Image;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.Platform;
import dev.plimsoll.policy.ContainerSubject;
import dev.plimsoll.policy.Inspections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is known of a container's own image.
 *
 * @param variants one for each platform that the pod can land on and the image offers
 */
record OwnImage(ContainerSubject subject, List<Image> variants) {

    static OwnImage of(ContainerSubject subject, Inspections inspections) {
        Optional<Inspection> known = inspections.of(subject.container());
        return new OwnImage(subject, known.isPresent() ? known.get().images() : List.of());
    }

    /** The variant that is worst by some measure; among equals, the first. */
    <M extends Comparable<? super M>> Optional<Image> worstBy(Function<Image, M> measure) {
        if (variants.size() == 1) {
            return Optional.of(variants.get(0));
        }
        Comparator<Image> byMeasure = Comparator.comparing(measure);
        return variants.stream().reduce((worst, next) -> byMeasure.compare(next, worst) > 0 ? next : worst);
    }

    /** The image as it was written, shortened for messages, and the variant's platform where several were judged. */
    String nameOf(Image variant) {
        return subject.image()
                + platformOf(variant).map(platform -> " (" + platform + ")").orElse("");
    }

    /** The variant's platform, where naming it tells it from another. */
    Optional<Platform> platformOf(Image variant) {
        return variants.size() > 1 ? variant.platform() : Optional.empty();
    }
}
