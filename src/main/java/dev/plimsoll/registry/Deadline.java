package dev.plimsoll.registry;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.concurrent.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * The end of one fetch's time, at which whatever request is under way for it is aborted. Closed when the fetch ends, in time or
 * not, which gives back what it has taken meanwhile.
 */
final class Deadline implements AutoCloseable {

    private final Duration allowed;
    private boolean passed;
    private @Nullable Cancellable request;
    private @Nullable Semaphore held;

    /** @param allowed how long the fetch may take in all */
    Deadline(Duration allowed) {
        this.allowed = allowed;
    }

    Duration allowed() {
        return allowed;
    }

    synchronized boolean hasPassed() {
        return passed;
    }

    /** A request begins, which has to end with this. If the time is over already, it is aborted at once. */
    synchronized void watch(Cancellable request) {
        this.request = request;
        if (passed) {
            request.cancel();
        }
    }

    /** The time is over. */
    void pass() {
        Cancellable underWay;
        synchronized (this) {
            passed = true;
            underWay = request;
        }
        if (underWay != null) {
            underWay.cancel();
        }
    }

    /**
     * Takes a permit that is kept until the fetch ends; waits for it if need be.
     *
     * @return false if none was free in time
     */
    boolean hold(Semaphore permits) {
        if (held != null) {
            return true;
        }
        try {
            if (permits.tryAcquire(allowed.toNanos(), TimeUnit.NANOSECONDS)) {
                held = permits;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return held != null;
    }

    /** On the thread of the fetch, as {@link #hold}. */
    @Override
    public void close() {
        if (held != null) {
            held.release();
            held = null;
        }
    }
}
