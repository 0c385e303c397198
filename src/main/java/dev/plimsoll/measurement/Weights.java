package dev.plimsoll.measurement;

import dev.plimsoll.advice.Advice;
import dev.plimsoll.image.HistoryEntry;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageConfig;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** About how many bytes of memory things take; rather too many than too few. */
final class Weights {

    /** Key, value, their places in a cache, and headers. */
    private static final int ENTRY = 300;

    private static final int OBJECT = 200;

    private Weights() {}

    static int of(Optional<Image> image) {
        return image.map(Weights::of).orElse(ENTRY);
    }

    static int of(Image image) {
        ImageConfig config = image.config();
        long texts = of(image.annotations()) + of(config.labels()) + of(config.environment());
        for (HistoryEntry entry : config.history()) {
            texts += OBJECT + of(entry.createdBy()) + of(entry.comment());
        }
        return bounded(ENTRY + OBJECT * (long) image.layers().size() + texts);
    }

    static int of(List<Advice> advice) {
        long sum = ENTRY;
        for (Advice it : advice) {
            sum += 2 * OBJECT + of(it.problem()) + of(it.remedy()) + of(it.instruction());
        }
        return bounded(sum);
    }

    private static long of(Map<String, String> texts) {
        return of(texts.keySet()) + of(texts.values());
    }

    private static long of(Collection<String> texts) {
        return texts.stream().mapToLong(text -> 60 + of(text)).sum();
    }

    /** Of two bytes for each character, which most do not need. */
    private static long of(String text) {
        return 2L * text.length();
    }

    private static int bounded(long weight) {
        return (int) Math.min(weight, Integer.MAX_VALUE);
    }
}
