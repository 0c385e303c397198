package dev.plimsoll.registry;

import dev.plimsoll.image.Platform;
import java.util.List;
import java.util.Optional;

/**
 * Which entry of an index a node would take.
 *
 * <p>As containerd does it: the entry of the node's very variant; else a lower one, which the processor runs too, on 32-bit
 * ARM the next; else one that names no variant; else, on a 64-bit node, a 32-bit one. The first of equals. Build attestations, whose platform is unknown,
 * are never taken.
 *
 * @see <a href="https://github.com/containerd/platforms/blob/v1.0.0/compare.go">containerd's order of platforms</a>
 */
final class PlatformChoice {

    private static final String ARM = "arm";

    /** From the most able; a node that names none is taken for the first. */
    private static final List<String> ARM_VARIANTS = List.of("v7", "v6", "v5");

    private static final int OTHER_VARIANT = 10;
    private static final int NO_VARIANT = 11;
    private static final int FALLBACK = 20;
    private static final int CANNOT_RUN = Integer.MAX_VALUE;

    private PlatformChoice() {}

    static Optional<Descriptor> choose(Platform node, List<Descriptor> entries) {
        Optional<Descriptor> best = Optional.empty();
        int least = CANNOT_RUN;
        for (Descriptor entry : entries) {
            int rank = entry.platform().map(platform -> rank(node, platform)).orElse(CANNOT_RUN);
            if (rank < least) {
                best = Optional.of(entry);
                least = rank;
            }
        }
        return best;
    }

    static boolean runs(Platform node, Platform image) {
        return rank(node, image) != CANNOT_RUN;
    }

    /** How far the image is from what the node would like best, which is 0. */
    private static int rank(Platform node, Platform image) {
        if (image.isUnknown() || !node.runs(image)) {
            return CANNOT_RUN;
        }
        return image.architecture().equals(node.architecture())
                ? nativeRank(node, image)
                : FALLBACK + nativeRank(node.fallback().orElse(node), image);
    }

    private static int nativeRank(Platform node, Platform image) {
        if (image.variant().equals(node.variant())) {
            return 0;
        }
        if (image.variant().isEmpty()) {
            return NO_VARIANT;
        }
        int steps = node.architecture().equals(ARM) ? stepsDown(node, image) : -1;
        return steps >= 0 ? steps : OTHER_VARIANT;
    }

    private static int stepsDown(Platform node, Platform image) {
        int from = ARM_VARIANTS.indexOf(node.variant().orElse(ARM_VARIANTS.get(0)));
        int at = image.variant().map(ARM_VARIANTS::indexOf).orElse(-1);
        return from >= 0 && at >= from ? at - from : -1;
    }
}
