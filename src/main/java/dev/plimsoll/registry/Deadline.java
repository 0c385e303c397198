package dev.plimsoll.registry;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.concurrent.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * The end of one fetch's time, at which whatever request is under way for it is aborted. Closed when the fetch ends, in time or
 * not, which gives back what it has taken meanwhile.
 */
final class Deadline implements AutoCloseable {

    /** The HTTP client asks for addresses on the thread that sends, and has no place to carry anything of ours along. */
    private static final ThreadLocal<@Nullable Deadline> OF_THREAD = new ThreadLocal<>();

    private final Duration allowed;
    private final long end;
    private volatile @Nullable String naming;
    private boolean passed;
    private @Nullable Cancellable request;
    private @Nullable Semaphore held;

    /** @param allowed how long the fetch may take in all */
    Deadline(Duration allowed) {
        this.allowed = allowed;
        this.end = System.nanoTime() + allowed.toNanos();
    }

    /** That of the fetch which this thread is at work on. */
    static Optional<Deadline> ofThisThread() {
        return Optional.ofNullable(OF_THREAD.get());
    }

    /** The fetch begins on this thread, and stays on it. */
    Deadline begin() {
        OF_THREAD.set(this);
        return this;
    }

    Duration allowed() {
        return allowed;
    }

    synchronized boolean hasPassed() {
        return passed;
    }

    /** How much of the time is left; zero if none is. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /** What follows, until that is said of null, is waiting for the addresses of this host. */
    void waitsForAddressesOf(@Nullable String host) {
        naming = host;
    }

    /** Of which host the addresses are waited for, if that is what is waited for. */
    Optional<String> waitsForAddresses() {
        return Optional.ofNullable(naming);
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
        if (held == null && acquire(permits)) {
            held = permits;
        }
        return held != null;
    }

    /**
     * Takes a permit that the caller gives back; waits for it if need be.
     *
     * @return false if none was free in time
     */
    boolean acquire(Semaphore permits) {
        try {
            return permits.tryAcquire(left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** On the thread of the fetch, as {@link #hold}. */
    @Override
    public void close() {
        OF_THREAD.remove();
        if (held != null) {
            held.release();
            held = null;
        }
    }
}
