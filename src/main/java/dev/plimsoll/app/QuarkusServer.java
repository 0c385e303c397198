package dev.plimsoll.app;

import dev.plimsoll.cli.Server;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.net.BindException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The application server, started and stopped by a command. */
final class QuarkusServer implements Server {

    private static final int COULD_NOT_START = 2;

    /** Exception classes and message numbers of the configuration library, which say nothing to an operator. */
    private static final String LIBRARY_NOISE = "\\b(?:java\\.[a-zA-Z.]+Exception: )?SRCFG\\d+: ";

    /** System properties outrank files and the environment, as what a command line says should. */
    @Override
    public int serve(Map<String, String> configuration) {
        configuration.forEach(System::setProperty);
        AtomicInteger status = new AtomicInteger();
        Quarkus.run(null, (code, failure) -> status.set(failure == null ? code : explain(failure)));
        return status.get();
    }

    /** What the operator can mend is told in a line each; anything else is a defect, and its trace is wanted. Not logged, for
     * logging may not have been set up by then. */
    private static int explain(Throwable failure) {
        Throwable cause = rootCause(failure);
        if (isForTheOperator(cause)) {
            String.valueOf(cause.getMessage())
                    .replaceAll(LIBRARY_NOISE, "")
                    .lines()
                    .forEach(line -> System.err.println("plimsoll: " + line.strip()));
        } else {
            failure.printStackTrace(System.err);
        }
        return COULD_NOT_START;
    }

    private static boolean isForTheOperator(Throwable cause) {
        return cause instanceof ConfigurationException
                || cause instanceof ConfigValidationException
                || cause instanceof BindException;
    }

    private static Throwable rootCause(Throwable failure) {
        Throwable cause = failure;
        for (@Nullable Throwable next = cause.getCause(); next != null; next = cause.getCause()) {
            cause = next;
        }
        return cause;
    }

    @Override
    public void stop() {
        Quarkus.asyncExit();
    }
}
