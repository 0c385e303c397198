package dev.plimsoll.advice;

import dev.plimsoll.base.MeasuredBase;
import dev.plimsoll.base.MeasuredBase.Slimmer;
import java.util.List;
import java.util.Optional;

/**
 * An image should start from the slimmest variant of its base that it can.
 *
 * <p>Found is an image whose base was verified, by annotation or layer by layer, to be the full variant of an official
 * image, where a slimmer one of the same version was measured. Nothing is guessed: both sizes are what a registry says.
 */
final class LargeBase implements AdviceCheck {

    static final AdviceDescription DESCRIPTION = new AdviceDescription(
            "large-base",
            "There is a slimmer variant of the same version of the base.",
            "The base is often most of an image, and most of the base is not used: compilers, headers, documentation, whole "
                    + "image libraries. The slim variant of the same version is one word in the Dockerfile.",
            """
            FROM node:22.11.0
            """,
            """
            FROM node:22.11.0-alpine
            """,
            "When the program needs what the slim variant leaves out. Alpine has musl in place of glibc, which matters to "
                    + "programs and packages that come compiled; then the `-slim` variant is the better one. When all images "
                    + "on your nodes share the full base, it is downloaded once.");

    @Override
    public AdviceDescription description() {
        return DESCRIPTION;
    }

    @Override
    public List<Advice> examine(BuiltImage image) {
        return image.base().flatMap(base -> base.slimmest().map(slimmer -> about(base, slimmer))).stream()
                .toList();
    }

    private Advice about(MeasuredBase base, Slimmer slimmer) {
        String problem = "base %s is %s compressed; %s is %s (%s)"
                .formatted(
                        base.name(),
                        base.base().compressedSize(),
                        slimmer.name(),
                        slimmer.to().size(),
                        slimmer.to().variant().changes());
        return new Advice(id(), problem, "use it to save " + slimmer.saved(), Optional.empty(), slimmer.saved());
    }
}
