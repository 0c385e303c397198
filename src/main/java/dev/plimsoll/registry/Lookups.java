package dev.plimsoll.registry;

import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Runs fetches, each within a deadline that counts from when it was asked for: so many at once and so many waiting, in all
 * and of one registry, and none of a registry that is left alone.
 */
final class Lookups implements AutoCloseable {

    private final Duration timeout;
    private final Breakers breakers;
    private final Lanes lanes;
    private final ScheduledThreadPoolExecutor watchdog;

    Lookups(Lanes.Room room, Duration timeout, Breakers breakers) {
        this.timeout = timeout;
        this.breakers = breakers;
        this.lanes = new Lanes(room, breakers::answered, named("registry-"));
        this.watchdog = new ScheduledThreadPoolExecutor(1, named("registry-deadlines-"));
        this.watchdog.setRemoveOnCancelPolicy(true);
    }

    /**
     * Runs the fetch.
     *
     * @param name whom it asks, by the name images are given with
     * @return its result; fails with {@link InspectionException} when the time is over, even if the fetch does not heed that,
     *     and at once if there is no room or the registry is left alone
     */
    <T> CompletableFuture<T> run(String name, Function<Deadline, T> fetch) {
        String registry = name.toLowerCase(Locale.ROOT);
        try {
            return new Turn<>(registry, breakers.of(registry).permit(), fetch).begin();
        } catch (InspectionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** One fetch from when it is asked for until its end, which its breaker is told. */
    private final class Turn<T> implements Runnable {

        private final String registry;
        private final Breaker.Permit permit;
        private final Function<Deadline, T> fetch;
        private final Deadline deadline = new Deadline(timeout);
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile long began;

        Turn(String registry, Breaker.Permit permit, Function<Deadline, T> fetch) {
            this.registry = registry;
            this.permit = permit;
            this.fetch = fetch;
        }

        CompletableFuture<T> begin() {
            try {
                Future<?> watch = watchdog.schedule(this::timeIsOver, timeout.toMillis(), TimeUnit.MILLISECONDS);
                result.whenComplete((value, failure) -> watch.cancel(false));
                if (!lanes.offer(registry, this)) {
                    throw new RejectedExecutionException();
                }
            } catch (RejectedExecutionException e) {
                fail(new InspectionException(
                        Reason.OVERLOADED, "%s was not asked: too many look-ups are under way".formatted(registry)));
            }
            return result;
        }

        @Override
        public void run() {
            if (ended.get()) {
                return;
            }
            try (Deadline running = deadline.begin()) {
                permit.requireStill();
                began = System.nanoTime() | 1;
                succeed(fetch.apply(running));
            } catch (RuntimeException | Error e) {
                fail(e);
            }
        }

        private void timeIsOver() {
            deadline.pass();
            lanes.withdraw(registry, this);
            fail(Failures.timedOut(registry, deadline));
        }

        /** The breaker is told first: who sees the end sees what came of it. */
        private void succeed(T fetched) {
            if (ended.compareAndSet(false, true)) {
                permit.ended(null);
                result.complete(fetched);
            }
        }

        private void fail(Throwable failure) {
            if (!ended.compareAndSet(false, true)) {
                return;
            }
            if (began != 0 && failure instanceof InspectionException known && !waitedTooLong(known)) {
                permit.ended(known);
            } else {
                permit.unused();
            }
            result.completeExceptionally(failure);
        }

        /** Whether most of the time was over before the registry was asked at all, which is not the registry's fault. */
        private boolean waitedTooLong(InspectionException failure) {
            return failure.reason() == Reason.TIMED_OUT
                    && deadline.hasPassed()
                    && System.nanoTime() - began < timeout.toNanos() / 2;
        }
    }

    /** Does the work now and then until this is closed. */
    void every(Duration interval, Runnable work) {
        watchdog.scheduleWithFixedDelay(work, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void close() {
        lanes.close();
        watchdog.shutdownNow();
    }
}
