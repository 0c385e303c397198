package dev.plimsoll.evaluation;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Says when a time is over. */
@FunctionalInterface
public interface Alarm {

    /**
     * The JDK's own. Its thread, from Java 25 on its common pool, is shared with all timeouts there are in the process: whoever
     * keeps it busy makes everybody late.
     */
    Alarm SHARED = (time, ring) -> {
        CompletableFuture<Void> over =
                new CompletableFuture<Void>().completeOnTimeout(null, time.toMillis(), TimeUnit.MILLISECONDS);
        over.thenRun(ring);
        return () -> over.cancel(false);
    };

    /**
     * Sets it.
     *
     * @param time zero for at once
     * @param ring what is to be done then, on another thread; must not wait
     * @return takes it back if it has not rung
     */
    Runnable after(Duration time, Runnable ring);

    /** Gives the future a time, and takes the alarm back once it is completed. */
    default <T> CompletableFuture<T> watch(CompletableFuture<T> future, Duration time, Runnable ring) {
        if (!future.isDone()) {
            Runnable off = after(time, ring);
            future.whenComplete((value, failure) -> off.run());
        }
        return future;
    }
}
