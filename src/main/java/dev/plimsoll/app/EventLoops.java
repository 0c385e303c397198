package dev.plimsoll.app;

import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * One event loop for each processor, unless anything else is configured. The server's own default is two, which only take turns:
 * a review takes the processor, and waits for nothing.
 */
public final class EventLoops implements ConfigSource {

    private static final String KEY = "quarkus.vertx.event-loops-pool-size";

    /** Every other source says something of more weight. */
    private static final int ORDINAL = 1;

    @Override
    public Set<String> getPropertyNames() {
        return Set.of(KEY);
    }

    @Override
    public @Nullable String getValue(String key) {
        return key.equals(KEY) ? "" + Runtime.getRuntime().availableProcessors() : null;
    }

    @Override
    public String getName() {
        return "event loops";
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }
}
