package dev.plimsoll.policy.check;

import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.Layer;
import dev.plimsoll.image.Platform;
import dev.plimsoll.policy.CheckDescription;
import dev.plimsoll.policy.CheckDescription.Parameter;
import dev.plimsoll.policy.Inspections;
import dev.plimsoll.policy.Violation;
import dev.plimsoll.policy.WorkloadCheck;
import dev.plimsoll.policy.WorkloadSubject;
import dev.plimsoll.workload.Container;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All images of a pod together must not be larger than a budget.
 *
 * <p>Counted is what a node with an empty cache downloads to run the pod: the compressed sizes of all layers of all
 * containers and image volumes, each distinct layer once. Exactly the budget passes. The sum is made for each platform
 * that the pod can land on, and the largest is reported. An image that is not known is left out; if what is known is over
 * the budget already, the message says "at least".
 *
 * @param max the budget; more than zero
 */
public record PodSize(DataSize max) implements WorkloadCheck {

    public static final CheckDescription DESCRIPTION = new CheckDescription(
            "pod-size",
            "All images of the pod together are larger than the budget.",
            "A pod is ready when its last image is there. Sidecars and init containers that are small each add up; layers "
                    + "that images share are downloaded, and counted, only once.",
            "Build the pod's images on one base, so that they share its layers, and slim the largest of them.",
            List.of(new Parameter(
                    "max", "", "The largest compressed size of all images together that passes: `2Gi`.")));

    public PodSize {
        Sizes.requirePositive(max);
    }

    @Override
    public String id() {
        return DESCRIPTION.id();
    }

    @Override
    public List<Violation> check(WorkloadSubject subject, Inspections inspections) {
        Map<Platform, DataSize> over = new HashMap<>();
        for (Platform platform : subject.platforms()) {
            DataSize size = sizeOn(platform, subject, inspections);
            if (size.isOver(max)) {
                over.put(platform, size);
            }
        }
        if (over.isEmpty()) {
            return List.of();
        }
        return over.entrySet().stream()
                .max(Map.Entry.<Platform, DataSize>comparingByValue()
                        .thenComparing(entry -> entry.getKey().toString(), Comparator.reverseOrder()))
                .map(worst -> List.of(violation(subject, inspections, worst.getKey(), worst.getValue())))
                .orElse(List.of());
    }

    /** Layers that images share make it less than what these weigh together, so most pods' need not be looked for. */
    private DataSize sizeOn(Platform platform, WorkloadSubject subject, Inspections inspections) {
        List<Image> images = imagesOn(platform, subject, inspections);
        DataSize atMost = DataSize.ZERO;
        for (Image image : images) {
            atMost = atMost.plus(image.compressedSize());
        }
        return atMost.isOver(max) ? sizeOfDistinctLayers(images) : atMost;
    }

    private static DataSize sizeOfDistinctLayers(List<Image> images) {
        List<Layer> layers = new ArrayList<>();
        images.forEach(image -> layers.addAll(image.layers()));
        return Image.compressedSize(layers);
    }

    private static List<Image> imagesOn(Platform platform, WorkloadSubject subject, Inspections inspections) {
        List<Image> images = new ArrayList<>();
        for (Container container : subject.containers()) {
            inspections
                    .of(container)
                    .flatMap(inspection -> imageOn(platform, inspection))
                    .ifPresent(images::add);
        }
        return images;
    }

    /** What a node of the platform would pull; of several variants that it could, the largest. */
    private static Optional<Image> imageOn(Platform platform, Inspection inspection) {
        Optional<Image> largest = Optional.empty();
        for (Image image : inspection.images()) {
            if (image.platform().map(platform::runs).orElse(true)
                    && largest.map(it -> image.compressedSize().isOver(it.compressedSize()))
                            .orElse(true)) {
                largest = Optional.of(image);
            }
        }
        return largest;
    }

    private Violation violation(WorkloadSubject subject, Inspections inspections, Platform platform, DataSize size) {
        boolean complete = subject.containers().stream()
                .allMatch(container -> inspections.of(container).isPresent());
        return new Violation(
                "all images together are %s%s%s"
                        .formatted(
                                complete ? "" : "at least ",
                                Sizes.over(size, max),
                                subject.platforms().size() > 1 ? " (" + platform + ")" : ""),
                "slim the largest, or share a base image");
    }
}
