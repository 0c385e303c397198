package dev.plimsoll.app;

import dev.plimsoll.cli.Server;
import io.quarkus.runtime.Quarkus;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The application server, started and stopped by a command. */
final class QuarkusServer implements Server {

    private static final int COULD_NOT_START = 2;

    /** System properties outrank files and the environment, as what a command line says should. */
    @Override
    public int serve(Map<String, String> configuration) {
        configuration.forEach(System::setProperty);
        AtomicInteger status = new AtomicInteger();
        Quarkus.run(null, (code, failure) -> status.set(statusOf(code, failure)));
        return status.get();
    }

    /** What went wrong has been logged by then. */
    private static int statusOf(int code, @Nullable Throwable failure) {
        return failure == null ? code : COULD_NOT_START;
    }

    @Override
    public void stop() {
        Quarkus.asyncExit();
    }
}
