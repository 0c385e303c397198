package dev.plimsoll.image;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * An inspector that may be asked for any number of images at once: it looks at a few at a time, at each only once, and
 * waits for none longer than a given time. What it has seen it keeps until it is closed, or told to forget it.
 */
public final class PacedInspector implements ImageInspector, AutoCloseable {

    /** Hears how many of the look-ups asked for so far are done; called by several threads. */
    @FunctionalInterface
    public interface Progress {

        /** Nobody wants to know. */
        Progress UNHEARD = (done, asked) -> {};

        void at(int done, int asked);
    }

    private record Key(ImageReference reference, Set<Platform> platforms, Credentials credentials) {}

    private final ImageInspector inspector;
    private final Patience patience;
    private final Progress progress;
    private final ExecutorService turns;
    private final Map<Key, CompletableFuture<Inspection>> answers = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    /** @param timeout for each look-up, from its own start */
    public PacedInspector(ImageInspector inspector, int atOnce, Duration timeout, Progress progress) {
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
        return answers.computeIfAbsent(new Key(reference, platforms, credentials), this::ask);
    }

    private CompletableFuture<Inspection> ask(Key key) {
        asked.incrementAndGet();
        return CompletableFuture.supplyAsync(() -> lookAt(key), turns);
    }

    /** Forgets the answers about images that are not needed any more. */
    public void keep(Predicate<ImageReference> isNeeded) {
        answers.keySet().removeIf(key -> !isNeeded.test(key.reference()));
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
            progress.at(done.incrementAndGet(), asked.get());
        }
    }
}
