package dev.plimsoll.base;

import dev.plimsoll.image.Digest;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Layer;
import java.util.List;
import java.util.Optional;

/**
 * An image that may be the base of another; only a look at it can tell.
 *
 * @param digest of its manifest or index, if that is said as well
 * @param evidence what it would be if it proves right
 */
public record BaseCandidate(ImageReference reference, Optional<Digest> digest, Evidence evidence) {

    /** What to look up: the very image if its digest is known, for its tag may have moved on. */
    public ImageReference toInspect() {
        return digest.map(reference::inDigestForm).orElse(reference);
    }

    /**
     * The base, if the image begins with the candidate's layers, all of them and in order.
     *
     * @param inspected what the candidate is on the image's platform
     */
    public Optional<KnownBase> verify(Image image, Image inspected) {
        int layers = inspected.layers().size();
        boolean begins = layers > 0
                && layers <= image.layers().size()
                && digests(image).subList(0, layers).equals(digests(inspected));
        return begins ? Optional.of(new KnownBase(reference, inspected, evidence)) : Optional.empty();
    }

    private static List<Digest> digests(Image image) {
        return image.layers().stream().map(Layer::digest).toList();
    }
}
