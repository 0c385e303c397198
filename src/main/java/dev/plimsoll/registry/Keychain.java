package dev.plimsoll.registry;

import dev.plimsoll.image.Credential;
import java.util.Optional;

/** Credentials by what they are for. */
@FunctionalInterface
interface Keychain {

    Keychain EMPTY = (host, repository) -> Optional.empty();

    /**
     * The credential that is closest to the repository.
     *
     * @param host the registry's name with its port, for example {@code docker.io} or {@code registry.corp:5000}
     */
    Optional<Credential> resolve(String host, String repository);

    /** This one's answer, else the other's. */
    default Keychain or(Keychain other) {
        return (host, repository) -> resolve(host, repository).or(() -> other.resolve(host, repository));
    }
}
