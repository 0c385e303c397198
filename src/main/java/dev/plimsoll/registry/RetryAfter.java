package dev.plimsoll.registry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hc.client5.http.utils.DateUtils;
import org.jspecify.annotations.Nullable;

/**
 * For how long a server that answers 429 wants to be left alone: as an exception, because it is the cause of one.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-retry-after">RFC 9110, Retry-After</a>
 */
final class RetryAfter extends Exception {

    private static final long serialVersionUID = 1L;

    static final Duration SHORTEST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofMinutes(5);
    static final Duration UNSTATED = Duration.ofSeconds(30);

    private final Duration pause;

    private RetryAfter(Duration pause) {
        super("429", null, false, false);
        this.pause = pause;
    }

    /**
     * Reads what the answer says, in seconds or as a date. A date counts from the server's own, if it gives one, for clocks
     * differ.
     */
    static RetryAfter of(Answer answer, Clock clock) {
        Duration stated = answer.header("Retry-After")
                .map(String::strip)
                .flatMap(text -> stated(text, answer, clock))
                .orElse(UNSTATED);
        return new RetryAfter(bounded(stated));
    }

    private static Optional<Duration> stated(String text, Answer answer, Clock clock) {
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(text.length() > 6 ? LONGEST : Duration.ofSeconds(Long.parseLong(text)));
        }
        return Optional.ofNullable(date(text)).map(until -> Duration.between(now(answer, clock), until));
    }

    private static Instant now(Answer answer, Clock clock) {
        return answer.header("Date").map(RetryAfter::date).orElseGet(clock::instant);
    }

    private static @Nullable Instant date(String text) {
        return text.length() > 64 ? null : DateUtils.parseStandardDate(text);
    }

    private static Duration bounded(Duration stated) {
        if (stated.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return stated.compareTo(LONGEST) > 0 ? LONGEST : stated;
    }

    /** From 1 s to 5 min; 30 s if the server does not say. */
    Duration pause() {
        return pause;
    }
}
