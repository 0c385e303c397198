package dev.plimsoll.cli;

import java.util.Map;

/** The webhook's server, as the composition root starts it. */
public interface Server {

    /**
     * Serves until it is stopped or the process is asked to end.
     *
     * @param configuration properties that outrank all other configuration, for example {@code plimsoll.mode}
     * @return the process' exit status
     */
    int serve(Map<String, String> configuration);

    /** Has {@link #serve} finish what is in flight and return; without effect if nothing is served. Does not wait. */
    void stop();
}
