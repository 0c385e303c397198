package dev.plimsoll.measurement;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * What may be asked of registries to find out what images are built on, and how much smaller its variants are. It is asked
 * for images that a policy wants advice on, or that are over their budget; in the background, one after the other; once a
 * day at most; and at most four manifests for a base that was not seen before.
 */
@ConfigMapping(prefix = "plimsoll.bases")
public interface BaseSettings {

    /** Whether it is asked at all. If not, advice goes by images' own histories, and none is given on the choice of the base. */
    @WithDefault("true")
    boolean measure();

    /** How many manifests may be asked for within an hour, of all registries together; from 4 to 10000. */
    @WithDefault("40")
    int requestsPerHour();

    /**
     * How many of them of one registry, so that the limits of Docker Hub are left to the nodes; from 4 to 10000. A registry
     * that asks for fewer requests is not asked for an hour.
     */
    @WithDefault("12")
    int requestsPerHourPerRegistry();
}
