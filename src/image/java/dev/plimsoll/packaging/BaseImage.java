package dev.plimsoll.packaging;

import dev.plimsoll.image.Digest;
import dev.plimsoll.image.ImageReference;

/**
 * What the image is built on: glibc, certificates and time zones, nothing else. It is pinned, so that the same sources
 * make the same image whatever its tag means by then.
 *
 * @param reference with a digest, and a tag if the pin was taken from one
 */
record BaseImage(ImageReference reference) {

    /** An index: it has a manifest for amd64 and one for arm64. */
    static final String DEFAULT = "gcr.io/distroless/base-nossl-debian12:nonroot"
            + "@sha256:be40c00dfabd86576d92666e87e406714d5618342de1a0c213ad232de255172e";

    /** @throws IllegalArgumentException if the text is no reference, or has no digest */
    static BaseImage parse(String written) {
        ImageReference reference = ImageReference.parse(written);
        if (reference.digest().isEmpty()) {
            throw new IllegalArgumentException(
                    "the base %s is not pinned; name it with its digest, %s@sha256:...".formatted(written, written));
        }
        return new BaseImage(reference);
    }

    Digest digest() {
        return reference.digest().orElseThrow();
    }

    /** The name that the pin was taken from: what to look at for a newer one. */
    String name() {
        return reference.name() + reference.tag().map(tag -> ":" + tag).orElse("");
    }

    /** What to pull. The digest alone: a tag beside it would say nothing more. */
    String pinned() {
        return reference.inDigestForm(digest()).toString();
    }
}
