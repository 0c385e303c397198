package dev.plimsoll.registry;

import dev.plimsoll.image.DataSize;
import java.time.Duration;

/** The range of each setting that has one. */
final class SettingsCheck {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final DataSize SMALLEST_CACHE = DataSize.ofMebibytes(1);
    private static final Duration LONGEST_LOOKUP = Duration.ofMinutes(5);

    private SettingsCheck() {}

    /** @throws IllegalArgumentException if one is out of its range; the message names it */
    static void check(RegistrySettings settings) {
        Setting.of("lookup-timeout").requireWithin(settings.lookupTimeout(), SHORTEST, LONGEST_LOOKUP);
        Setting.of("dns-timeout").requireWithin(settings.dnsTimeout(), SHORTEST, LONGEST_LOOKUP);
        Setting.of("connect-timeout").requireWithin(settings.connectTimeout(), SHORTEST, LONGEST_LOOKUP);
        Setting.of("max-concurrent-lookups").requireWithin(settings.maxConcurrentLookups(), 1, 1_000);
        Setting.of("max-concurrent-lookups-per-registry")
                .requireWithin(settings.maxConcurrentLookupsPerRegistry(), 1, 1_000);
        Setting.of("queue").requireWithin(settings.queue(), 1, 100_000);
        Setting.of("queue-per-registry").requireWithin(settings.queuePerRegistry(), 1, 100_000);
        check(settings.cache());
    }

    private static void check(RegistrySettings.Cache cache) {
        DataSize heap = new DataSize(Runtime.getRuntime().maxMemory());
        Setting.of("cache.max-size").requireWithin(cache.maxSize(), SMALLEST_CACHE, heap);
        Setting.of("cache.tag-ttl").requireWithin(cache.tagTtl(), Duration.ZERO, Duration.ofDays(1));
        Setting.of("cache.tag-max-stale").requireWithin(cache.tagMaxStale(), Duration.ZERO, Duration.ofDays(7));
        Setting.of("cache.failure-ttl").requireWithin(cache.failureTtl(), Duration.ZERO, Duration.ofMinutes(5));
    }
}
