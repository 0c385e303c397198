package dev.plimsoll.evaluation;

import dev.plimsoll.evaluation.PullCredentials.Found;
import dev.plimsoll.image.ImageInspector;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import dev.plimsoll.image.Platform;
import dev.plimsoll.policy.Inspections;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/**
 * Inspects several images at once, and waits for none beyond a given time.
 *
 * @param alarm says when that is
 * @param pull the credentials to do so with, and those that are missing, which may be why an image is not shown
 */
record Lookups(ImageInspector inspector, Set<Platform> platforms, Alarm alarm, Found pull) {

    /** What registries say to those who lack a credential; Docker Hub soon has enough of those without. */
    private static final Set<Reason> OF_MISSING_CREDENTIALS =
            Set.of(Reason.UNAUTHORIZED, Reason.NOT_FOUND, Reason.RATE_LIMITED);

    /** Longer than any caller waits, short enough for the timer's arithmetic. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /**
     * Never fails: an image that cannot be inspected in time is among the failed.
     *
     * @param patience how long to wait; nothing is waited for if it is negative
     */
    CompletableFuture<Inspections> inspect(Set<ImageReference> references, Duration patience) {
        Duration within = bounded(patience);
        Map<ImageReference, CompletableFuture<Inspection>> lookups = new HashMap<>();
        boolean allDone = true;
        for (ImageReference reference : references) {
            CompletableFuture<Inspection> lookup = inspect(reference, within);
            lookups.put(reference, lookup);
            allDone &= lookup.isDone();
        }
        return allDone
                ? CompletableFuture.completedFuture(gather(lookups, within))
                : CompletableFuture.allOf(lookups.values().toArray(CompletableFuture[]::new))
                        .handle((done, failure) -> gather(lookups, within));
    }

    private static Duration bounded(Duration patience) {
        if (patience.isNegative()) {
            return Duration.ZERO;
        }
        return patience.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : patience;
    }

    /** What is waited for is a copy, so that giving up on it here does not end it for others. */
    private CompletableFuture<Inspection> inspect(ImageReference reference, Duration within) {
        CompletableFuture<Inspection> lookup = start(reference);
        if (lookup.isDone()) {
            return lookup;
        }
        CompletableFuture<Inspection> own = lookup.copy();
        return alarm.watch(own, within, () -> own.completeExceptionally(new TimeoutException()));
    }

    private CompletableFuture<Inspection> start(ImageReference reference) {
        try {
            return inspector.inspect(reference, platforms, pull.credentials()).toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Inspections gather(Map<ImageReference, CompletableFuture<Inspection>> lookups, Duration within) {
        Map<ImageReference, Inspection> found = new HashMap<>();
        Map<ImageReference, InspectionException> failed = new HashMap<>();
        lookups.forEach((reference, lookup) -> {
            try {
                found.put(reference, lookup.join());
            } catch (CompletionException e) {
                failed.put(reference, withMissing(reasonOf(e.getCause(), within)));
            } catch (CancellationException e) {
                failed.put(reference, withMissing(reasonOf(e, within)));
            }
        });
        return new Inspections(found, failed);
    }

    private static InspectionException reasonOf(Throwable failure, Duration within) {
        if (failure instanceof InspectionException known) {
            return known;
        }
        return failure instanceof TimeoutException
                ? new InspectionException(
                        Reason.TIMED_OUT,
                        String.format(Locale.ROOT, "no answer within %.1f s", within.toMillis() / 1000.0))
                : new InspectionException(Reason.UNAVAILABLE, "the look-up failed", failure);
    }

    /** What is missing comes first: it is what can be mended, and long messages are cut. */
    private InspectionException withMissing(InspectionException failure) {
        if (pull.missing().isEmpty() || !OF_MISSING_CREDENTIALS.contains(failure.reason())) {
            return failure;
        }
        int others = pull.missing().size() - 1;
        return new InspectionException(
                failure.reason(),
                "%s%s; %s"
                        .formatted(
                                pull.missing().get(0),
                                others == 0 ? "" : ", and %d more like it".formatted(others),
                                failure.getMessage()),
                failure);
    }
}
