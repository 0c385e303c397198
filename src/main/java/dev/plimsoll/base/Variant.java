package dev.plimsoll.base;

import dev.plimsoll.image.ImageReference;

/**
 * A slimmer image of the same version.
 *
 * @param changes what is different for what runs in it: {@code musl instead of glibc}
 */
public record Variant(ImageReference reference, String changes) {}
