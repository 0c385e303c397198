package dev.plimsoll.policy.check;

import dev.plimsoll.advice.AdviceSource;
import dev.plimsoll.base.MeasuredBase;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Image;
import dev.plimsoll.policy.CheckDescription;
import dev.plimsoll.policy.CheckDescription.Parameter;
import dev.plimsoll.policy.Violation;
import java.util.List;
import java.util.Optional;

/**
 * An image must not be larger than a budget.
 *
 * <p>Counted is what a node with an empty cache downloads: the sizes of the manifest's distinct layers, which are
 * compressed. An image of exactly the budget passes. Of an image for several platforms, those that the pod can land on
 * are judged and the largest is reported. Image volumes are judged like containers.
 * Where it is known what the image is built on, and that there is something slimmer, the remedy says so.
 *
 * @param max the budget; more than zero
 * @param bases what knows it
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/manifest.md">OCI image manifest: layers</a>
 */
public record ImageSize(DataSize max, AdviceSource bases) implements OwnImageCheck {

    public static final CheckDescription DESCRIPTION = new CheckDescription(
            "image-size",
            "The image is larger than the budget.",
            "A node that does not have the image downloads it before the container can start. Every mebibyte delays "
                    + "scaling out and recovering from a lost node, and is paid for in traffic and disk space. The size is "
                    + "the compressed one, as the registry stores it; `docker images` and the kubelet show the unpacked size, "
                    + "often two or three times as much.",
            "Start from a slimmer base image, build in one stage and copy only the result into the last one, and clean "
                    + "package caches in the `RUN` that fills them.",
            List.of(new Parameter("max", "", "The largest compressed size that passes, as a quantity: `500Mi`.")));

    public ImageSize {
        Sizes.requirePositive(max);
    }

    /** With nothing known of bases. */
    public ImageSize(DataSize max) {
        this(max, AdviceSource.BY_HISTORY);
    }

    @Override
    public String id() {
        return DESCRIPTION.id();
    }

    @Override
    public Optional<Violation> judge(OwnImage own) {
        return own.worstBy(Image::compressedSize)
                .filter(image -> image.compressedSize().isOver(max))
                .map(image -> violation(own.nameOf(image), image));
    }

    private Violation violation(String name, Image image) {
        return new Violation("%s is %s".formatted(name, Sizes.over(image.compressedSize(), max)), remedy(image));
    }

    private String remedy(Image image) {
        return bases.baseOf(image)
                .flatMap(MeasuredBase::slimmest)
                .map(ImageSize::remedy)
                .orElse("use a slimmer base or a multi-stage build");
    }

    private static String remedy(MeasuredBase.Slimmer slimmer) {
        return "base it on %s to save %s".formatted(slimmer.name(), slimmer.saved());
    }
}
