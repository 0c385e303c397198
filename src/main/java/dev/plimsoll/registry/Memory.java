package dev.plimsoll.registry;

import dev.plimsoll.registry.RegistryEvents.Recall;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was fetched and never changes, and lets everybody who asks for the same thing meanwhile wait for the same
 * fetch. A failure goes to those who waited for it, and is remembered for a few seconds if it would only happen again.
 *
 * <p>Caffeine's own asynchronous cache does as much, but logs every failure with its stack, and here anybody can cause one.
 */
final class Memory<K, V> {

    /** Where it is kept. */
    interface Store<K, V> {

        @Nullable
        V get(K key);

        void put(K key, V value);
    }

    private final Store<K, V> known;
    private final KnownFailures<K> failures;
    private final Flights<K, V> flights;
    private final Consumer<Recall> told;

    Memory(Store<K, V> known, KnownFailures<K> failures, Consumer<Recall> told) {
        this.known = known;
        this.failures = failures;
        this.flights = new Flights<>(told);
        this.told = told;
    }

    void remember(K key, V value) {
        known.put(key, value);
    }

    /** What is remembered, at once; else what the fetch under way brings, else what this one does. */
    CompletableFuture<V> get(K key, Supplier<CompletableFuture<V>> fetch) {
        V value = known.get(key);
        if (value != null) {
            told.accept(Recall.HIT);
            return CompletableFuture.completedFuture(value);
        }
        return failures.of(key)
                .map(failure -> {
                    told.accept(Recall.FAILURE);
                    return CompletableFuture.<V>failedFuture(failure);
                })
                .orElseGet(() -> flights.join(key, () -> {
                    told.accept(Recall.MISS);
                    return fetched(key, fetch);
                }));
    }

    private CompletableFuture<V> fetched(K key, Supplier<CompletableFuture<V>> fetch) {
        // Another fetch may have ended since this key was looked for.
        return Optional.ofNullable(known.get(key))
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> fetch.get().whenComplete((value, failure) -> land(key, value, failure)));
    }

    private void land(K key, @Nullable V fetched, @Nullable Throwable failure) {
        if (fetched != null) {
            known.put(key, fetched);
        } else if (failure != null) {
            failures.remember(key, Flights.unwrapped(failure));
        }
    }
}
