package dev.plimsoll.measurement;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** How many requests may be made within any hour, in all and of one registry. */
final class Budget {

    private static final long HOUR = Duration.ofHours(1).toNanos();

    /** @param at when, on the ticker */
    private record Spent(long at, String registry, int requests) {}

    private final int perHour;
    private final int perHourPerRegistry;
    private final Ticker ticker;

    /** Never more than the budget, for each is at least one request. */
    private final Deque<Spent> lately = new ArrayDeque<>();

    /** Registries that want to be left alone, with when that was said. */
    private final Map<String, Long> resting = new HashMap<>();

    Budget(int perHour, int perHourPerRegistry, Ticker ticker) {
        this.perHour = perHour;
        this.perHourPerRegistry = perHourPerRegistry;
        this.ticker = ticker;
    }

    /** One for somebody who waits for the answer. */
    static Budget unlimited() {
        return new Budget(Integer.MAX_VALUE, Integer.MAX_VALUE, Ticker.disabledTicker());
    }

    /** Whether so many requests may be made of the registry now; if so, they count as made. */
    synchronized boolean take(String registry, int requests) {
        forget();
        boolean enough = !resting.containsKey(registry)
                && spent(registry) + requests <= perHourPerRegistry
                && spent() + requests <= perHour;
        if (enough) {
            lately.add(new Spent(ticker.read(), registry, requests));
        }
        return enough;
    }

    /** The last that was taken turned out to be so many fewer. */
    synchronized void giveBack(int requests) {
        Spent last = lately.removeLast();
        if (last.requests > requests) {
            lately.addLast(new Spent(last.at, last.registry, last.requests - requests));
        }
    }

    /** Leaves the registry alone for an hour. */
    synchronized void rest(String registry) {
        resting.put(registry, ticker.read());
    }

    private void forget() {
        long now = ticker.read();
        while (!lately.isEmpty() && now - lately.getFirst().at >= HOUR) {
            lately.removeFirst();
        }
        resting.values().removeIf(since -> now - since >= HOUR);
    }

    private int spent() {
        return lately.stream().mapToInt(Spent::requests).sum();
    }

    private int spent(String registry) {
        return lately.stream()
                .filter(it -> it.registry.equals(registry))
                .mapToInt(Spent::requests)
                .sum();
    }
}
