package dev.plimsoll.registry;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/** The breakers of the registries asked lately, of which there are only so many: anybody can make names up. */
final class Breakers {

    private static final int MOST_REGISTRIES = 2_000;
    private static final Duration LONGEST_IDLE = Duration.ofHours(1);

    private final LoadingCache<String, Breaker> breakers;

    Breakers(Ticker ticker, RegistryEvents events) {
        this.breakers = Caffeine.newBuilder()
                .maximumSize(MOST_REGISTRIES)
                .expireAfterAccess(LONGEST_IDLE)
                .ticker(ticker)
                .build(registry -> new Breaker(registry, ticker, events));
    }

    Breaker of(String registry) {
        return breakers.get(registry);
    }

    /** Whether the registry answered when it was last asked. */
    boolean answered(String registry) {
        Breaker breaker = breakers.getIfPresent(registry);
        return breaker != null && breaker.answered();
    }
}
