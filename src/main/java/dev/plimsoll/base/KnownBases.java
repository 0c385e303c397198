package dev.plimsoll.base;

import dev.plimsoll.image.Image;
import java.util.Optional;

/** What is known by now of images' bases. Never looks anything up: a review must not wait for it. */
@FunctionalInterface
public interface KnownBases {

    /** Knows nothing, so that only an image's own history can tell where its base ends. */
    KnownBases NONE = image -> Optional.empty();

    Optional<MeasuredBase> of(Image image);
}
