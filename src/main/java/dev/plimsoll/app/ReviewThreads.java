package dev.plimsoll.app;

import dev.plimsoll.evaluation.Alarm;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads on which reviews end that had to wait, by an answer or by their deadline. They do nothing else, and nothing on
 * them waits: however many look-ups stall, and whatever fills other pools, a review is answered in time.
 */
final class ReviewThreads implements Executor, Alarm, AutoCloseable {

    private final ScheduledThreadPoolExecutor threads;

    /** Judging takes a processor and nothing else; the second thread is for one that is slow all the same. */
    ReviewThreads() {
        AtomicInteger number = new AtomicInteger();
        threads =
                new ScheduledThreadPoolExecutor(Math.max(2, Runtime.getRuntime().availableProcessors()), work -> {
                    Thread thread = new Thread(work, "reviews-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void execute(Runnable work) {
        threads.execute(work);
    }

    @Override
    public Runnable after(Duration time, Runnable ring) {
        Future<?> set = threads.schedule(ring, time.toNanos(), TimeUnit.NANOSECONDS);
        return () -> set.cancel(false);
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
