package dev.plimsoll.policy.check;

import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.Layer;
import dev.plimsoll.policy.CheckDescription;
import dev.plimsoll.policy.CheckDescription.Parameter;
import dev.plimsoll.policy.Violation;
import java.util.List;
import java.util.Optional;

/**
 * No layer of an image may be larger than a budget.
 *
 * <p>Counted is the layer's compressed size, as the manifest gives it. A layer of exactly the budget passes. The largest
 * layer of all platforms that the pod can land on is reported, with the instruction that made it if the image's history
 * tells which one did. Image volumes are judged like containers.
 *
 * @param max the budget; more than zero
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/manifest.md">OCI image manifest: layers</a>
 */
public record LayerSize(DataSize max) implements OwnImageCheck {

    public static final CheckDescription DESCRIPTION = new CheckDescription(
            "layer-size",
            "One layer of the image is larger than the budget.",
            "A layer is downloaded and unpacked as a whole, by one thread, and again whenever anything in it changes. "
                    + "One huge layer makes every release as slow as the first.",
            "Look at the instruction that made the layer: install less in it, clean up in the same `RUN`, or split what "
                    + "seldom changes from what often does.",
            List.of(new Parameter("max", "", "The largest compressed layer that passes, as a quantity: `200Mi`.")));

    public LayerSize {
        Sizes.requirePositive(max);
    }

    @Override
    public String id() {
        return DESCRIPTION.id();
    }

    @Override
    public Optional<Violation> judge(OwnImage own) {
        return own.worstBy(Image::largestLayer)
                .filter(image -> image.largestLayer().isOver(max))
                .map(image -> violation(own.nameOf(image), image));
    }

    private Violation violation(String name, Image image) {
        DataSize largest = image.largestLayer();
        int index = image.layers().stream().map(Layer::size).toList().indexOf(largest);
        String madeBy = LayerOrigin.instructionOf(image, index)
                .map(instruction -> " (" + instruction + ")")
                .orElse("");
        return new Violation(
                "layer %d of %d of %s is %s%s"
                        .formatted(index + 1, image.layers().size(), name, Sizes.over(largest, max), madeBy),
                "add less in one instruction");
    }
}
