package dev.plimsoll.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;

/**
 * Which tokens registries wanted lately. A registry mostly wants the same kind for all its repositories, so for one that is
 * new a token is asked for first, which saves the request that would only be answered with the challenge.
 *
 * <p>It saves nothing but that: what is known passes the checks of a challenge that has just come, and what the registry
 * says is believed over it.
 */
final class KnownChallenges {

    private static final int MOST = 2_000;
    private static final Duration KEPT = Duration.ofMinutes(10);

    /** One server, by one name: settings, such as which token services are trusted, go by name. */
    private record Place(String name, Endpoint endpoint) {

        static Place of(RegistryHost host) {
            return new Place(host.name(), host.endpoint());
        }
    }

    private final Cache<Place, Challenge> known;

    KnownChallenges(Ticker ticker) {
        this.known = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(KEPT)
                .ticker(ticker)
                .build();
    }

    Optional<Challenge> of(RegistryHost host) {
        return Optional.ofNullable(known.getIfPresent(Place.of(host)));
    }

    /** @param challenge that has led to a token which the registry has taken */
    void remember(RegistryHost host, Challenge challenge) {
        known.put(Place.of(host), challenge);
    }

    void forget(RegistryHost host) {
        known.invalidate(Place.of(host));
    }
}
