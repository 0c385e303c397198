package dev.plimsoll.policy;

import dev.plimsoll.image.ImageReference;
import dev.plimsoll.workload.Container;
import dev.plimsoll.workload.Workload;
import java.util.List;
import java.util.Optional;

/** What a policy speaks of. */
public record Match(
        LabelSelector namespaces, LabelSelector objects, List<ImagePattern> images, List<ImagePattern> excludedImages) {

    /** Every image of every object. */
    public static final Match ALL =
            new Match(LabelSelector.ALL, LabelSelector.ALL, List.of(new ImagePattern("**")), List.of());

    public Match {
        images = List.copyOf(images);
        excludedImages = List.copyOf(excludedImages);
    }

    public boolean selects(Workload workload) {
        return namespaces.selects(workload.namespace().labels()) && objects.selects(workload.labels());
    }

    /** A container whose image is no reference is selected: what cannot be read must not slip through. */
    public boolean selects(Container container) {
        Optional<ImageReference> reference = container.reference();
        return reference.isEmpty() || selects(reference.get());
    }

    private boolean selects(ImageReference reference) {
        return isAny(images, reference) && !isAny(excludedImages, reference);
    }

    /** By number: each container of each review comes by for each policy, and an iterator for each is not free. */
    private static boolean isAny(List<ImagePattern> patterns, ImageReference reference) {
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).matches(reference)) {
                return true;
            }
        }
        return false;
    }
}
