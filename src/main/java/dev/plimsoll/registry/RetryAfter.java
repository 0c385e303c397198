package dev.plimsoll.registry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.utils.DateUtils;
import org.jspecify.annotations.Nullable;

/**
 * For how long a server that answers 429 or 503 wants to be left alone: as an exception, because it is the cause of one.
 *
 * <p>Besides {@code Retry-After}, what some give instead is read: {@code X-Retry-After}, which Docker Hub had, and {@code
 * X-RateLimit-Reset} and {@code RateLimit-Reset}, as seconds or as the second of the epoch at which all is well again.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-retry-after">RFC 9110, Retry-After</a>
 */
final class RetryAfter extends Exception {

    private static final long serialVersionUID = 1L;

    static final Duration SHORTEST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofMinutes(5);
    static final Duration UNSTATED = Duration.ofSeconds(30);

    private static final List<String> INSTEAD = List.of("X-Retry-After", "X-RateLimit-Reset", "RateLimit-Reset");

    /** More seconds than this are no duration, but a point in time: they were over in 2001, or take thirty years. */
    private static final long FIRST_EPOCH_SECOND = 1_000_000_000;

    private static final int MOST_DIGITS = 12;

    private final Duration pause;

    private RetryAfter(Duration pause) {
        super("left alone", null, false, false);
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
                .or(() -> statedInstead(answer, clock))
                .orElse(UNSTATED);
        return new RetryAfter(bounded(stated));
    }

    /** Whether the answer says so at all, which 503 need not. */
    static boolean isStatedBy(Answer answer) {
        return answer.header("Retry-After").isPresent();
    }

    private static Optional<Duration> statedInstead(Answer answer, Clock clock) {
        return INSTEAD.stream()
                .flatMap(name -> answer.header(name).stream())
                .map(String::strip)
                .filter(text -> text.length() <= MOST_DIGITS && isDigits(text))
                .map(Long::parseLong)
                .map(seconds -> seconds < FIRST_EPOCH_SECOND
                        ? Duration.ofSeconds(seconds)
                        : Duration.between(now(answer, clock), Instant.ofEpochSecond(seconds)))
                .findFirst();
    }

    private static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Optional<Duration> stated(String text, Answer answer, Clock clock) {
        if (isDigits(text)) {
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
