package dev.plimsoll.audit;

import dev.plimsoll.image.DataSize;
import java.util.List;

/**
 * What the images of a namespace, or of the cluster, weigh. All sizes are compressed.
 *
 * @param images different ones, by digest; only what could be looked at
 * @param unknown references that could not
 * @param imageBytes what they weigh, each by itself, for all platforms that the nodes are of
 * @param pullBytes what fresh nodes, one for each platform, pull to run all of them: each layer once
 * @param sharedBytes of that, layers that several images have
 * @param rootImages that some container runs as root
 * @param mutableTags references with no tag, or with {@code latest}
 * @param largest largest first
 * @param bases by the images that are built on them, most first: some, and all that have a slimmer variant
 */
public record Savings(
        int images,
        int unknown,
        DataSize imageBytes,
        DataSize pullBytes,
        DataSize sharedBytes,
        int rootImages,
        int mutableTags,
        List<LargeImage> largest,
        List<Base> bases) {

    /** One image, under one of its names. */
    public record LargeImage(String reference, String digest, DataSize size) {}

    /**
     * A base, and how much is built on it.
     *
     * @param slimmer the variant that would save most; empty if none was measured
     * @param saves by taking that, once for all that is built on the base; zero if none was measured
     */
    public record Base(String reference, int images, String slimmer, DataSize saves) {}

    public Savings {
        largest = List.copyOf(largest);
        bases = List.copyOf(bases);
    }

    /** By taking the slimmest variant of each base that was measured. */
    public DataSize slimmerSaves() {
        return bases.stream().map(Base::saves).reduce(DataSize.ZERO, DataSize::plus);
    }
}
