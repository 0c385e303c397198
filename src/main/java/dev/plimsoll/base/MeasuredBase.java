package dev.plimsoll.base;

import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.ImageReference;
import java.util.List;
import java.util.Optional;

/**
 * A base and the slimmer variants of it that were found.
 *
 * @param slimmer in the family's order of preference; only what is smaller than the base
 */
public record MeasuredBase(KnownBase base, List<Measured> slimmer) {

    private static final String DOCKER_HUB = ImageReference.DOCKER_HUB + "/";
    private static final String OFFICIAL = "library/";

    /** @param size compressed, on the platform of the image that is judged */
    public record Measured(Variant variant, DataSize size) {

        public String name() {
            return shown(variant.reference());
        }
    }

    /**
     * What it would make of an image to be based on another variant.
     *
     * @param saved of the compressed size
     */
    public record Slimmer(Measured to, DataSize saved) {

        /** As it is written in a Dockerfile. */
        public String name() {
            return to.name();
        }
    }

    public MeasuredBase {
        slimmer = slimmer.stream()
                .filter(it -> it.size().compareTo(base.compressedSize()) < 0)
                .toList();
    }

    /** The variant to recommend: the first in the family's order of preference. */
    public Optional<Slimmer> slimmest() {
        return slimmer.stream()
                .findFirst()
                .map(it -> new Slimmer(it, base.compressedSize().minus(it.size())));
    }

    /** The base as it is written in a Dockerfile. */
    public String name() {
        return shown(base.reference());
    }

    /** {@code node:18} for {@code docker.io/library/node:18}. */
    private static String shown(ImageReference reference) {
        String name = withoutPrefix(withoutPrefix(reference.name(), DOCKER_HUB), OFFICIAL);
        return name + ":" + reference.effectiveTag();
    }

    private static String withoutPrefix(String text, String prefix) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }
}
