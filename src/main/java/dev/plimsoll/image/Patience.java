package dev.plimsoll.image;

import dev.plimsoll.image.InspectionException.Reason;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * For callers that have a thread to wait with: how long they wait for one look-up, which goes on when they stop.
 *
 * @param time from when they begin to wait
 */
public record Patience(Duration time) {

    /** @throws InspectionException if the look-up failed, was not done in time, or the caller's thread was interrupted */
    public Inspection waitFor(CompletionStage<Inspection> lookUp) {
        try {
            return lookUp.toCompletableFuture().get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new InspectionException(Reason.TIMED_OUT, "no answer within %d s".formatted(time.toSeconds()), e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof InspectionException known
                    ? known
                    : new InspectionException(Reason.UNAVAILABLE, "the look-up failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InspectionException(Reason.TIMED_OUT, "the look-up was ended", e);
        }
    }
}
