package dev.plimsoll.registry;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that only ever goes forward, whatever is done to the time of day: for measuring, not for telling the time. */
final class TickerClock extends Clock {

    private final Ticker ticker;
    private final long origin;

    TickerClock(Ticker ticker) {
        this.ticker = ticker;
        this.origin = ticker.read();
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(ticker.read() - origin);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
