package dev.plimsoll.cli;

import dev.plimsoll.image.Credentials;
import dev.plimsoll.image.ImageInspector;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.Patience;
import dev.plimsoll.image.Platform;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An inspector that may be asked for any number of images at once: it looks at a few at a time, at each only once, and
 * waits for none longer than a given time.
 */
final class PacedInspector implements ImageInspector, AutoCloseable {

    /** Hears how many of the look-ups asked for so far are done; called by several threads. */
    @FunctionalInterface
    interface Progress {

        void at(int done, int asked);
    }

    private record Key(ImageReference reference, Set<Platform> platforms, Credentials credentials) {}

    private final ImageInspector inspector;
    private final Patience patience;
    private final Progress progress;
    private final ExecutorService turns;
    private final Map<Key, CompletableFuture<Inspection>> answers = new ConcurrentHashMap<>();
    private final AtomicInteger done = new AtomicInteger();

    /** @param timeout for each look-up, from its own start */
    PacedInspector(ImageInspector inspector, int atOnce, Duration timeout, Progress progress) {
        this.inspector = inspector;
        this.patience = new Patience(timeout);
        this.progress = progress;
        this.turns = Executors.newFixedThreadPool(atOnce, task -> {
            Thread thread = new Thread(task, "look-up");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public CompletionStage<Inspection> inspect(
            ImageReference reference, Set<Platform> platforms, Credentials credentials) {
        return answers.computeIfAbsent(
                new Key(reference, platforms, credentials),
                key -> CompletableFuture.supplyAsync(() -> lookAt(key), turns));
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        turns.shutdownNow();
    }

    private Inspection lookAt(Key key) {
        try {
            return patience.waitFor(inspector.inspect(key.reference(), key.platforms(), key.credentials()));
        } finally {
            progress.at(done.incrementAndGet(), answers.size());
        }
    }
}
