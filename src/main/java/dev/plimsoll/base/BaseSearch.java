package dev.plimsoll.base;

import dev.plimsoll.base.MeasuredBase.Measured;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageReference;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the base of an image and measures its slimmer variants, by looking at a handful of images.
 *
 * @param mostCandidates how many images are tried as the base
 * @param mostVariants how many variants of it are measured
 */
public record BaseSearch(ImageFamilies families, int mostCandidates, int mostVariants) {

    /**
     * Looks at candidates, likeliest first, until one proves right, and then at its variants.
     *
     * @param inspect what a reference is on the image's platform; empty if there is no such image, or it cannot be had
     */
    public Optional<MeasuredBase> search(Image image, Function<ImageReference, Optional<Image>> inspect) {
        return families.candidates(image).stream()
                .limit(mostCandidates)
                .flatMap(candidate ->
                        inspect.apply(candidate.toInspect()).flatMap(found -> candidate.verify(image, found)).stream())
                .findFirst()
                .map(base -> measure(base, inspect));
    }

    private MeasuredBase measure(KnownBase base, Function<ImageReference, Optional<Image>> inspect) {
        return new MeasuredBase(
                base,
                families.slimmerThan(base).stream()
                        .limit(mostVariants)
                        .flatMap(variant -> inspect
                                .apply(variant.reference())
                                .map(found -> new Measured(variant, found.compressedSize()))
                                .stream())
                        .toList());
    }
}
