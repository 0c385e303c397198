package dev.plimsoll.kubernetes;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Whether and how the pull secrets of pods and service accounts are read from the API server. */
@ConfigMapping(prefix = "plimsoll.pull-secrets")
public interface PullSecretSettings {

    /**
     * Whether they are read. If it is not set, they are where {@code plimsoll.cluster.watch} is on. The process must be
     * allowed to get Secrets and ServiceAccounts by name; nothing is listed or watched.
     */
    Optional<Boolean> enabled();

    /** The namespaces whose pull secrets are read; all, if it is not set. */
    Optional<Set<String>> namespaces();

    /** How long what was read is used before the API server is asked again. */
    @WithDefault("1m")
    Duration ttl();

    /** How long the API server is waited for; then images are looked up without what was not read. */
    @WithDefault("2s")
    Duration timeout();
}
