package dev.plimsoll.kubernetes;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Whether and how Kubernetes' Events tell of what was refused, and of images that were admitted unchecked. */
@ConfigMapping(prefix = "plimsoll.events")
public interface EventSettings {

    /**
     * Whether they are written. If it is not set, they are where {@code plimsoll.cluster.watch} is on. The process must be
     * allowed to create and patch events of the group {@code events.k8s.io}.
     */
    Optional<Boolean> enabled();

    /** How many requests a minute a replica writes Events with at the most; what is beyond that is dropped, and counted. */
    @WithDefault("60")
    int perMinute();

    /** How often it is written that an Event has happened again, however often it has. */
    @WithDefault("30s")
    Duration repeatPeriod();
}
