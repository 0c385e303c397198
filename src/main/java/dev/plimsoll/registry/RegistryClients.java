package dev.plimsoll.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.plimsoll.image.Credential;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The clients of the repositories asked lately. A client is shared once it has been of use, so that no two threads set up
 * its authentication at once; it is let go of after a while, and what it was allowed with it.
 */
final class RegistryClients {

    private record Key(RegistryHost host, String repository, Optional<Credential> credential) {}

    private static final Duration LONGEST_USE = Duration.ofMinutes(5);
    private static final int MOST_CLIENTS = 2_000;

    /** How long a mirror that does not answer is left alone. */
    private static final Duration MIRROR_REST = Duration.ofSeconds(30);

    private static final Set<Reason> NO_ANSWER = EnumSet.of(Reason.UNAVAILABLE, Reason.TIMED_OUT, Reason.RATE_LIMITED);

    private final Function<String, RegistryHost> hosts;
    private final Exchanges exchanges;
    private final KnownChallenges challenges;
    private final Cache<Key, RepositoryClient> proven = Caffeine.newBuilder()
            .expireAfterWrite(LONGEST_USE)
            .maximumSize(MOST_CLIENTS)
            .build();

    private final Cache<RegistryHost, Reason> resting =
            Caffeine.newBuilder().expireAfterWrite(MIRROR_REST).build();

    /** @param hosts registries by their name */
    RegistryClients(Function<String, RegistryHost> hosts, Exchanges exchanges, Ticker ticker) {
        this.hosts = hosts;
        this.exchanges = exchanges;
        this.challenges = new KnownChallenges(ticker);
    }

    /** What the registry answers without the manifest; empty if it does not answer such a question. */
    Optional<Answer> head(Access access, String tag, Deadline deadline) {
        return ask(access, deadline, client -> client.head(tag, deadline));
    }

    Answer manifest(Access access, String tag, Deadline deadline) {
        return ask(access, deadline, client -> client.manifest(tag, deadline));
    }

    Answer manifest(Access access, Digest digest, Deadline deadline) {
        return ask(access, deadline, client -> client.manifest(digest, deadline));
    }

    Answer blob(Access access, Digest digest, Deadline deadline) {
        return ask(access, deadline, client -> client.blob(digest, deadline));
    }

    /**
     * Asks the mirrors first, as anybody: nobody's own credentials are for them. Whatever one of them has against it, the registry itself has
     * the last word.
     */
    private <T> T ask(Access access, Deadline deadline, Function<RepositoryClient, T> request) {
        RegistryHost origin = hosts.apply(access.repository().registry());
        String path = access.repository().path();
        for (RegistryHost mirror : origin.mirrors()) {
            if (resting.getIfPresent(mirror) != null) {
                continue;
            }
            try {
                return ask(mirror, path, mirror.credential(path), request);
            } catch (InspectionException e) {
                rest(mirror, e.reason());
                if (deadline.hasPassed()) {
                    throw e;
                }
            }
        }
        return ask(origin, path, access.own().or(() -> origin.credential(path)), request);
    }

    private void rest(RegistryHost mirror, Reason reason) {
        if (NO_ANSWER.contains(reason)) {
            resting.put(mirror, reason);
        }
    }

    private <T> T ask(
            RegistryHost host,
            String repository,
            Optional<Credential> credential,
            Function<RepositoryClient, T> request) {
        Key key = new Key(host, repository, credential);
        RepositoryClient known = proven.getIfPresent(key);
        if (known != null) {
            return request.apply(known);
        }
        RepositoryClient client = new RepositoryClient(host, repository, credential, exchanges, challenges);
        T answer = request.apply(client);
        proven.put(key, client);
        return answer;
    }
}
