package dev.plimsoll.kubernetes;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plimsoll.image.ImageName;

/**
 * Image names that were read before: a cluster has few, and its pods name them again and again. They are within 2 MiB, and who
 * brings many makes others be read again, no more.
 */
final class KnownNames {

    private static final int MOST_BYTES = 2 << 20;

    /** Of the name's parts, its place in the cache, and headers; besides, each character is there some three times. */
    private static final int ENTRY_WEIGHT = 500;

    private final Cache<String, ImageName> known = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(MOST_BYTES)
            .<String, ImageName>weigher((written, name) -> ENTRY_WEIGHT + 3 * written.length())
            .build();

    /** Never fails; the same name may be the same object. */
    ImageName read(String written) {
        ImageName name = known.getIfPresent(written);
        if (name == null) {
            name = ImageName.parse(written);
            known.put(written, name);
        }
        return name;
    }

    /** How many there are, about. */
    long size() {
        known.cleanUp();
        return known.estimatedSize();
    }
}
