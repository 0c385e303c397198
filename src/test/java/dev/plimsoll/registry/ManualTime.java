package dev.plimsoll.registry;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes when a test says so. */
final class ManualTime {

    static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    /** Not 0, and soon over the end of its range, for nobody may count on either. */
    private static final long ORIGIN = Long.MAX_VALUE - 1_000_000_000;

    private final AtomicLong passed = new AtomicLong();

    void pass(Duration duration) {
        passed.addAndGet(duration.toNanos());
    }

    Ticker ticker() {
        return () -> ORIGIN + passed.get();
    }

    /** As it is now; it does not go on. */
    Clock clock() {
        return Clock.fixed(START.plusNanos(passed.get()), ZoneOffset.UTC);
    }
}
