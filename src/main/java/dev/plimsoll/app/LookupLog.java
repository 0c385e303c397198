package dev.plimsoll.app;

import dev.plimsoll.registry.RegistryEvents.FailedLookup;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One line for each look-up that failed, in {@code name=value} form, but only so many in a while: anybody who may create a
 * pod can make look-ups fail. The line after a while with more says how many were left out.
 */
final class LookupLog {

    private static final int MOST_LINES = 20;
    private static final Duration WHILE = Duration.ofSeconds(10);
    private static final int LONGEST_TEXT = 500;

    private final Consumer<String> lines;
    private final LongSupplier nanoseconds;
    private long since;
    private int written;
    private int leftOut;

    /** @param nanoseconds a time that only ever goes forward */
    LookupLog(Consumer<String> lines, LongSupplier nanoseconds) {
        this.lines = lines;
        this.nanoseconds = nanoseconds;
        this.since = nanoseconds.getAsLong();
    }

    void write(FailedLookup lookup) {
        int before = admit();
        if (before >= 0) {
            lines.accept(line(lookup) + (before > 0 ? " leftOutBefore=" + before : ""));
        }
    }

    /** How many were left out before this one; -1 if this one is, too. */
    private synchronized int admit() {
        long now = nanoseconds.getAsLong();
        if (now - since >= WHILE.toNanos()) {
            since = now;
            written = 0;
        }
        if (written == MOST_LINES) {
            leftOut++;
            return -1;
        }
        written++;
        int before = leftOut;
        leftOut = 0;
        return before;
    }

    private static String line(FailedLookup lookup) {
        return "look-up failed: registry=%s kind=%s wanted=%s reason=%s ms=%d message=%s"
                .formatted(
                        quoted(lookup.registry()),
                        lookup.kind().id(),
                        quoted(lookup.wanted()),
                        lookup.failure().reason().id(),
                        lookup.took().toMillis(),
                        quoted(String.valueOf(lookup.failure().getMessage())));
    }

    /** Nobody's text may look like another line or another value. */
    private static String quoted(String text) {
        String bounded = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text;
        StringBuilder quoted = new StringBuilder("\"");
        bounded.chars().forEach(c -> quoted.append(c == '"' || c == '\\' || isUnprintable(c) ? '?' : (char) c));
        return quoted.append('"').toString();
    }

    private static boolean isUnprintable(int c) {
        int type = Character.getType(c);
        return Character.isISOControl(c)
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
