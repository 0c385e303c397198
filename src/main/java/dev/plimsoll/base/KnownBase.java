package dev.plimsoll.base;

import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageReference;

/**
 * The base of an image, verified layer by layer.
 *
 * @param image what the reference is on the platform of the image that is built on it
 * @param evidence how it was found: {@link Evidence#ANNOTATION} or {@link Evidence#LAYERS}
 */
public record KnownBase(ImageReference reference, Image image, Evidence evidence) {

    public DataSize compressedSize() {
        return image.compressedSize();
    }
}
