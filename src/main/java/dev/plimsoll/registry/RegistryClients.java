package dev.plimsoll.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.cloud.tools.jib.api.Credential;
import dev.plimsoll.image.Digest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * The clients of the repositories asked lately. A client is shared once it has been of use, so that no two threads set up
 * its authentication at once; it is let go of after a while, and what it was allowed with it.
 */
final class RegistryClients {

    private record Key(Repository repository, Optional<Credential> credential) {}

    private static final Duration LONGEST_USE = Duration.ofMinutes(5);
    private static final int MOST_CLIENTS = 2_000;

    private final Function<String, RegistryHost> hosts;
    private final Exchanges exchanges;
    private final Cache<Key, RepositoryClient> proven = Caffeine.newBuilder()
            .expireAfterWrite(LONGEST_USE)
            .maximumSize(MOST_CLIENTS)
            .build();

    /** @param hosts registries by their name */
    RegistryClients(Function<String, RegistryHost> hosts, Exchanges exchanges) {
        this.hosts = hosts;
        this.exchanges = exchanges;
    }

    /** What the registry answers without the manifest; empty if it does not answer such a question. */
    Optional<Answer> head(Repository repository, String tag, Deadline deadline) {
        return ask(repository, client -> client.head(tag, deadline));
    }

    Answer manifest(Repository repository, String tag, Deadline deadline) {
        return ask(repository, client -> client.manifest(tag, deadline));
    }

    Answer manifest(Repository repository, Digest digest, Deadline deadline) {
        return ask(repository, client -> client.manifest(digest, deadline));
    }

    Answer blob(Repository repository, Digest digest, Deadline deadline) {
        return ask(repository, client -> client.blob(digest, deadline));
    }

    private <T> T ask(Repository repository, Function<RepositoryClient, T> request) {
        RegistryHost host = hosts.apply(repository.registry());
        Key key = new Key(repository, host.credential(repository.path()));
        RepositoryClient known = proven.getIfPresent(key);
        if (known != null) {
            return request.apply(known);
        }
        RepositoryClient client = new RepositoryClient(host, repository.path(), key.credential, exchanges);
        T answer = request.apply(client);
        proven.put(key, client);
        return answer;
    }
}
