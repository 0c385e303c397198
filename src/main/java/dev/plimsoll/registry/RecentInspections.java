package dev.plimsoll.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.HistoryEntry;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.Platform;
import dev.plimsoll.registry.Access.Scope;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was put together lately. A digest determines it, so it never changes; it is shown to those only for whom it was put
 * together. To unpack an image and put it together again takes most of the time of a look at one that is remembered.
 */
final class RecentInspections {

    /**
     * What determines an inspection.
     *
     * @param root what the reference stands for
     * @param nodes the platforms that were asked for
     */
    private record Key(Scope scope, Digest root, Set<Platform> nodes) {}

    /** Key, value, their place in the cache, and headers. */
    private static final int ENTRY_WEIGHT = 500;

    private final Cache<Key, Inspection> recent;

    /** @param room in memory */
    RecentInspections(DataSize room) {
        this.recent = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumWeight(room.bytes())
                .<Key, Inspection>weigher((key, inspection) -> weight(inspection))
                .build();
    }

    Optional<Inspection> of(Scope scope, Digest root, Set<Platform> nodes) {
        return Optional.ofNullable(recent.getIfPresent(new Key(scope, root, nodes)));
    }

    void put(Scope scope, Set<Platform> nodes, Inspection inspection) {
        recent.put(new Key(scope, inspection.digest(), Set.copyOf(nodes)), inspection);
    }

    /** Roughly what it takes of memory, in bytes. */
    static int weight(Inspection inspection) {
        long weight = ENTRY_WEIGHT + 100L * inspection.offered().size();
        for (Image image : inspection.images()) {
            weight += 500 + 250L * image.layers().size() + texts(image.annotations()) + weight(image.config());
        }
        return (int) Math.min(Integer.MAX_VALUE, weight);
    }

    private static long weight(ImageConfig config) {
        long text = 400 + bytes(config.user());
        for (String variable : config.environment()) {
            text += 60 + bytes(variable);
        }
        for (HistoryEntry entry : config.history()) {
            text += 150 + bytes(entry.createdBy()) + bytes(entry.comment());
        }
        return text + texts(config.labels());
    }

    private static long texts(Map<String, String> texts) {
        long weight = 0;
        for (Map.Entry<String, String> text : texts.entrySet()) {
            weight += 150 + bytes(text.getKey()) + bytes(text.getValue());
        }
        return weight;
    }

    /** Java keeps a text in a byte for each character, or in two if any is beyond Latin-1. */
    private static long bytes(String text) {
        return text.chars().allMatch(c -> c < 0x100) ? text.length() : 2L * text.length();
    }
}
