package dev.plimsoll.cli;

import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps libraries from logging while a command works that ends with a report: what matters is said there. */
final class QuietLogging {

    private QuietLogging() {}

    /** Does the work. No other logging of the process is written meanwhile, nor even put together. */
    static <T> T during(Supplier<T> work) {
        Logger root = Logger.getLogger("");
        List<Handler> handlers = List.of(root.getHandlers());
        Level level = root.getLevel();
        handlers.forEach(root::removeHandler);
        // Before Quarkus has read its configuration everything is logged, down to the bodies of requests.
        root.setLevel(Level.OFF);
        try {
            return work.get();
        } finally {
            root.setLevel(level);
            handlers.forEach(root::addHandler);
        }
    }
}
