package dev.plimsoll.registry;

import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Runs fetches, so many at once and so many waiting, each within a deadline that counts from when it was asked for. */
final class Lookups implements AutoCloseable {

    private final Duration timeout;
    private final ThreadPoolExecutor workers;
    private final ScheduledThreadPoolExecutor watchdog;

    Lookups(int mostAtOnce, int mostWaiting, Duration timeout) {
        this.timeout = timeout;
        this.workers = new ThreadPoolExecutor(
                mostAtOnce,
                mostAtOnce,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(mostWaiting),
                named("registry-"));
        this.workers.allowCoreThreadTimeOut(true);
        this.watchdog = new ScheduledThreadPoolExecutor(1, named("registry-deadlines-"));
        this.watchdog.setRemoveOnCancelPolicy(true);
    }

    /**
     * Runs the fetch.
     *
     * @param registry whom it asks, for messages
     * @return its result; fails with {@link InspectionException} when the time is over, even if the fetch does not heed that
     */
    <T> CompletableFuture<T> run(String registry, Function<Deadline, T> fetch) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Deadline deadline = new Deadline(timeout);
        try {
            Future<?> watch = watchdog.schedule(
                    () -> {
                        deadline.pass();
                        result.completeExceptionally(Failures.timedOut(registry, timeout));
                    },
                    timeout.toMillis(),
                    TimeUnit.MILLISECONDS);
            result.whenComplete((value, failure) -> watch.cancel(false));
            workers.execute(() -> complete(result, fetch, deadline));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(new InspectionException(
                    Reason.OVERLOADED, "%s was not asked: too many look-ups are under way".formatted(registry)));
        }
        return result;
    }

    private static <T> void complete(CompletableFuture<T> result, Function<Deadline, T> fetch, Deadline deadline) {
        if (result.isDone()) {
            return;
        }
        try {
            result.complete(fetch.apply(deadline));
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    /** Does the work now and then until this is closed. */
    void every(Duration interval, Runnable work) {
        watchdog.scheduleWithFixedDelay(work, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void close() {
        workers.shutdownNow();
        watchdog.shutdownNow();
    }
}
