package dev.plimsoll.audit;

import dev.plimsoll.image.ImageInspector;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * How many images of Docker Hub may be looked at. It counts manifests that are read against a limit for each address, which
 * the nodes behind it need to pull; a look that only confirms a known tag is free.
 *
 * @see <a href="https://docs.docker.com/docker-hub/usage/pulls/">Docker Hub pull usage and limits</a>
 */
public final class DockerHubBudget {

    /** Docker Hub's own. */
    private static final Duration WINDOW = Duration.ofHours(6);

    private static final int MOST_KNOWN = 20_000;

    private static final InspectionException LATER =
            new InspectionException(Reason.RATE_LIMITED, "left for a later scan, to leave Docker Hub's limit alone");

    private final int most;
    private final Clock clock;
    private Instant windowEnd = Instant.MIN;
    private int used;

    private final Map<ImageReference, Boolean> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ImageReference, Boolean> eldest) {
            return size() > MOST_KNOWN;
        }
    };

    /** @param most how many images that were not looked at before may be within six hours */
    public DockerHubBudget(int most, Clock clock) {
        this.most = most;
        this.clock = clock;
    }

    /** The same inspector, but for images beyond the budget: they fail as rate-limited, and nobody is asked. */
    public ImageInspector before(ImageInspector inspector) {
        return (reference, platforms, credentials) -> allows(reference)
                ? inspector.inspect(reference, platforms, credentials).whenComplete((inspection, failure) -> {
                    if (failure != null) {
                        forget(reference);
                    }
                })
                : CompletableFuture.failedFuture(LATER);
    }

    /** Whether the image may be looked at now. One that may be once may be again. */
    synchronized boolean allows(ImageReference reference) {
        if (!reference.registry().equals(ImageReference.DOCKER_HUB) || known.get(reference) != null) {
            return true;
        }
        Instant now = clock.instant();
        if (!now.isBefore(windowEnd)) {
            windowEnd = now.plus(WINDOW);
            used = 0;
        }
        if (used >= most) {
            return false;
        }
        used++;
        known.put(reference, true);
        return true;
    }

    /** The image could not be had: the next look at it counts again. */
    private synchronized void forget(ImageReference reference) {
        known.remove(reference);
    }
}
