package dev.plimsoll.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server that ends at once and remembers what it was configured with. */
final class RecordingServer implements Server {

    private final int status;
    private @Nullable Map<String, String> configuration;

    RecordingServer(int status) {
        this.status = status;
    }

    @Override
    public int serve(Map<String, String> configuration) {
        this.configuration = configuration;
        return status;
    }

    @Override
    public void stop() {}

    @Nullable
    Map<String, String> configuration() {
        return configuration;
    }
}
