package dev.plimsoll.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.plimsoll.image.InspectionException;
import java.time.Duration;
import java.util.Optional;

/**
 * What could not be had a few seconds ago, so that a pod that is tried again and again does not cause a request each time.
 * Known by the very key that it was asked for with, so it is nobody's answer who would ask differently.
 */
final class KnownFailures<K> {

    /** Some 500 bytes each. */
    private static final int MOST = 10_000;

    private final Cache<K, InspectionException> known;

    KnownFailures(Duration ttl, Ticker ticker) {
        this.known = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(ttl)
                .ticker(ticker)
                .build();
    }

    Optional<InspectionException> of(K key) {
        return Optional.ofNullable(known.getIfPresent(key));
    }

    /** @return whether it is of the kind that is remembered */
    boolean remember(K key, Throwable failure) {
        if (failure instanceof InspectionException known && isLasting(known)) {
            this.known.put(key, known);
            return true;
        }
        return false;
    }

    /** Whether it is about the image, and would be answered again; else it is about the registry, or about us. */
    private static boolean isLasting(InspectionException failure) {
        return switch (failure.reason()) {
            case NOT_FOUND, UNAUTHORIZED, UNSUPPORTED, REFUSED -> true;
            case RATE_LIMITED, UNAVAILABLE, TIMED_OUT, OVERLOADED -> false;
        };
    }
}
