package dev.plimsoll.base;

import dev.plimsoll.image.Image;
import java.util.Optional;

/**
 * What is known by now of images' bases. Answers at once, for a review must not wait for it: what is not known may be found
 * out behind the caller's back, for the next to ask.
 */
@FunctionalInterface
public interface KnownBases {

    /** Knows nothing, so that only an image's own history can tell where its base ends. */
    KnownBases NONE = image -> Optional.empty();

    Optional<MeasuredBase> of(Image image);
}
