package dev.plimsoll.audit;

import dev.plimsoll.image.Credentials;
import dev.plimsoll.image.ImageInspector;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
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
import java.util.function.Predicate;

/** An inspector for one scan: it looks at a few images at a time, and at each once, as long as its answer is needed. */
final class ScanInspector implements ImageInspector, AutoCloseable {

    private record Key(ImageReference reference, Set<Platform> platforms, Credentials credentials) {}

    private final ImageInspector inspector;
    private final DockerHubBudget dockerHub;
    private final Patience patience;
    private final ExecutorService turns;
    private final Map<Key, CompletableFuture<Inspection>> answers = new ConcurrentHashMap<>();

    /** @param timeout for each look-up, from its own start */
    ScanInspector(ImageInspector inspector, int atOnce, Duration timeout, DockerHubBudget dockerHub) {
        this.inspector = inspector;
        this.dockerHub = dockerHub;
        this.patience = new Patience(timeout);
        this.turns = Executors.newFixedThreadPool(atOnce, task -> {
            Thread thread = new Thread(task, "audit-look-up");
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

    /** Forgets the answers about images that are not needed any more. */
    void keep(Predicate<ImageReference> isNeeded) {
        answers.keySet().removeIf(key -> !isNeeded.test(key.reference()));
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        turns.shutdownNow();
    }

    private Inspection lookAt(Key key) {
        if (!dockerHub.allows(key.reference())) {
            throw new InspectionException(
                    Reason.RATE_LIMITED, "left for a later scan, to leave Docker Hub's limit alone");
        }
        try {
            return patience.waitFor(inspector.inspect(key.reference(), key.platforms(), key.credentials()));
        } catch (InspectionException e) {
            dockerHub.forget(key.reference());
            throw e;
        }
    }
}
