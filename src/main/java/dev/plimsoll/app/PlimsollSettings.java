package dev.plimsoll.app;

import dev.plimsoll.policy.Mode;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What concerns the installation as a whole. */
@ConfigMapping(prefix = "plimsoll")
public interface PlimsollSettings {

    /** {@code audit} rejects nothing, whatever the policies say; {@code enforce} lets them. */
    @WithDefault("audit")
    Mode mode();

    /** A file or folder of policies and exceptions; without it the built-in policy holds. */
    Optional<Path> policies();

    /** How often that file or folder is looked at for a change. */
    @WithDefault("10s")
    Duration policiesReloadPeriod();

    /** The platforms of the cluster's nodes, for pods that do not choose theirs. */
    @WithDefault("linux/amd64")
    Set<String> platforms();
}
