package dev.plimsoll.registry;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The fetches under way, one for each thing that is fetched, however many wait for it. */
final class Flights<K, V> {

    private final ConcurrentMap<K, CompletableFuture<V>> underWay = new ConcurrentHashMap<>();
    private final Consumer<RegistryEvents.Recall> told;

    /** @param told whether somebody joined or has to wait for a new fetch */
    Flights(Consumer<RegistryEvents.Recall> told) {
        this.told = told;
    }

    /** What the fetch under way brings, else what this one does; over when all that it completes is. */
    CompletableFuture<V> join(K key, Supplier<CompletableFuture<V>> fetch) {
        CompletableFuture<V> mine = new CompletableFuture<>();
        CompletableFuture<V> others = underWay.putIfAbsent(key, mine);
        if (others != null) {
            told.accept(RegistryEvents.Recall.JOINED);
            return others;
        }
        started(fetch).whenComplete((fetched, failure) -> {
            underWay.remove(key, mine);
            if (failure == null) {
                mine.complete(fetched);
            } else {
                mine.completeExceptionally(unwrapped(failure));
            }
        });
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

    static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
