package dev.plimsoll.registry;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The loggers of the HTTP libraries that would write passwords and tokens into a log set to debug. They are held, for a
 * logger that nobody holds may forget its level.
 */
final class WireLogs {

    private static final List<Logger> TELLTALES =
            List.of(Logger.getLogger("com.google.api.client.http.HttpTransport"), Logger.getLogger("org.apache.hc"));

    private WireLogs() {}

    static void silence() {
        TELLTALES.forEach(logger -> logger.setLevel(Level.INFO));
    }
}
