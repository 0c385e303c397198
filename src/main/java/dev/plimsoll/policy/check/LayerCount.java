package dev.plimsoll.policy.check;

import dev.plimsoll.image.Image;
import dev.plimsoll.policy.CheckDescription;
import dev.plimsoll.policy.CheckDescription.Parameter;
import dev.plimsoll.policy.Violation;
import java.util.List;
import java.util.Optional;

/**
 * An image must not have more layers than a number.
 *
 * <p>Counted are all layers of the manifest, one that occurs twice as two, for each is mounted. Exactly the number
 * passes. Of several platforms, the one with most layers is reported. Image volumes are judged like containers: they are
 * unpacked and mounted in the same way.
 *
 * @param max the number; at least one
 * @see <a href="https://docs.docker.com/engine/storage/drivers/overlayfs-driver/">overlay2 takes up to 128 lower layers</a>
 */
public record LayerCount(int max) implements OwnImageCheck {

    public static final CheckDescription DESCRIPTION = new CheckDescription(
            "layer-count",
            "The image has more layers than allowed.",
            "Each layer is a request to the registry, a directory on the node and one more to look through whenever a "
                    + "file is opened. An overlay file system's practical limit is 127 layers; an image beyond it does not "
                    + "start.",
            "Merge `RUN` instructions that belong together, and copy the result of a build into a fresh last stage.",
            List.of(new Parameter("max", "", "The largest number of layers that passes: `60`.")));

    public LayerCount {
        if (max < 1) {
            throw new IllegalArgumentException("max must be at least 1");
        }
    }

    @Override
    public String id() {
        return DESCRIPTION.id();
    }

    @Override
    public Optional<Violation> judge(OwnImage own) {
        return own.worstBy(LayerCount::layers)
                .filter(image -> layers(image) > max)
                .map(image -> violation(own.nameOf(image), layers(image)));
    }

    private static int layers(Image image) {
        return image.layers().size();
    }

    private Violation violation(String image, int layers) {
        return new Violation(
                "%s has %d layers, over %d".formatted(image, layers, max),
                "merge RUN instructions or use a multi-stage build");
    }
}
