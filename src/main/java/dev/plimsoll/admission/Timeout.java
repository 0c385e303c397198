package dev.plimsoll.admission;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code timeout} parameter of a review: a duration as Go writes it, such as {@code 5s} or {@code 1m0.5s}. */
final class Timeout {

    /** The API server allows no more. */
    static final Duration LONGEST = Duration.ofSeconds(30);

    private static final Pattern WHOLE = Pattern.compile("(?:\\d{1,9}(?:\\.\\d{0,9})?(?:h|ms|m|s|us|µs|ns)){1,6}");
    private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{0,9})?)(h|ms|m|s|us|µs|ns)");

    private static final Map<String, Double> NANOS =
            Map.of("h", 3600e9, "m", 60e9, "s", 1e9, "ms", 1e6, "us", 1e3, "µs", 1e3, "ns", 1.0);

    private Timeout() {}

    /** Empty if the text is no duration or is none at all; never more than the API server allows. */
    static Optional<Duration> parse(String text) {
        if (text.length() > 64 || !WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        double nanos = 0;
        for (Matcher part = PART.matcher(text); part.find(); ) {
            nanos += Double.parseDouble(part.group(1)) * NANOS.get(part.group(2));
        }
        return nanos < 1 ? Optional.empty() : Optional.of(Duration.ofNanos((long) Math.min(nanos, LONGEST.toNanos())));
    }
}
