package dev.plimsoll.packaging;

import dev.plimsoll.image.ImageReference;

/** Where the image is pushed to: a repository and a tag that says which version it is. */
record TargetImage(ImageReference reference) {

    /** @throws IllegalArgumentException if the text is no reference, or names no version */
    static TargetImage parse(String written) {
        ImageReference reference = ImageReference.parse(written);
        if (reference.digest().isPresent()) {
            throw new IllegalArgumentException(
                    "%s has a digest, which nobody can choose; name a tag".formatted(written));
        }
        if (reference.tag().isEmpty() || reference.effectiveTag().equals("latest")) {
            throw new IllegalArgumentException(
                    "%s names no version; give the image a tag that stays with it, as %s:0.1.0"
                            .formatted(written, reference.name()));
        }
        return new TargetImage(reference);
    }

    String tag() {
        return reference.effectiveTag();
    }
}
