package dev.plimsoll.registry;

import dev.plimsoll.image.Digest;
import dev.plimsoll.image.ImageReference;

/**
 * Where images of one name are kept.
 *
 * @param registry by which images are given
 * @param path within the registry
 */
record Repository(String registry, String path) {

    static Repository of(ImageReference reference) {
        return new Repository(reference.registry(), reference.repository());
    }

    String at(Digest digest) {
        return path + "@" + digest;
    }
}
