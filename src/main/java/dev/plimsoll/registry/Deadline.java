package dev.plimsoll.registry;

import java.time.Duration;
import org.apache.hc.core5.concurrent.Cancellable;
import org.jspecify.annotations.Nullable;

/** The end of one fetch's time, at which whatever request is under way for it is aborted. */
final class Deadline {

    private final Duration allowed;
    private boolean passed;
    private @Nullable Cancellable request;

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
}
