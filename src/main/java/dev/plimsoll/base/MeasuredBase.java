package dev.plimsoll.base;

import dev.plimsoll.image.DataSize;
import java.util.List;

/**
 * A base and the slimmer variants of it that were found.
 *
 * @param slimmer in the family's order of preference; only what is smaller than the base
 */
public record MeasuredBase(KnownBase base, List<Measured> slimmer) {

    /** @param size compressed, on the platform of the image that is judged */
    public record Measured(Variant variant, DataSize size) {}

    public MeasuredBase {
        slimmer = slimmer.stream()
                .filter(it -> it.size().compareTo(base.compressedSize()) < 0)
                .toList();
    }
}
