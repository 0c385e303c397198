package dev.plimsoll.registry;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was fetched, and lets everybody who asks for the same thing meanwhile wait for the same fetch. A failure
 * goes to those who waited for it and is forgotten.
 *
 * <p>Caffeine's own asynchronous cache does as much, but logs every failure with its stack, and here anybody can cause one.
 */
final class Memory<K, V> {

    private final Cache<K, V> known;
    private final ConcurrentMap<K, CompletableFuture<V>> underWay = new ConcurrentHashMap<>();

    Memory(Cache<K, V> known) {
        this.known = known;
    }

    void remember(K key, V value) {
        known.put(key, value);
    }

    /** What is remembered, at once; else what the fetch under way brings, else what this one does. */
    CompletableFuture<V> get(K key, Supplier<CompletableFuture<V>> fetch) {
        V value = known.getIfPresent(key);
        if (value != null) {
            return CompletableFuture.completedFuture(value);
        }
        CompletableFuture<V> mine = new CompletableFuture<>();
        CompletableFuture<V> others = underWay.putIfAbsent(key, mine);
        if (others != null) {
            return others;
        }
        // Another fetch may have ended between the two looks above.
        V landed = known.getIfPresent(key);
        (landed == null ? started(fetch) : CompletableFuture.completedFuture(landed))
                .whenComplete((fetched, failure) -> land(key, mine, fetched, failure));
        return mine;
    }

    /** A flight that never took off must not keep its place. */
    private CompletableFuture<V> started(Supplier<CompletableFuture<V>> fetch) {
        try {
            return fetch.get();
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void land(K key, CompletableFuture<V> flight, @Nullable V fetched, @Nullable Throwable failure) {
        if (fetched != null) {
            known.put(key, fetched);
        }
        underWay.remove(key, flight);
        if (failure != null) {
            flight.completeExceptionally(failure);
        } else {
            flight.complete(fetched);
        }
    }
}
