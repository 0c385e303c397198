package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

    private final ManualTime time = new ManualTime();

    private Duration pause(Map<String, String> headers) {
        Map<String, List<String>> lists = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        return RetryAfter.of(new Answer(429, lists, new byte[0]), time.clock()).pause();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "0, 1",
        "1, 1",
        "' 42 ', 42",
        "300, 300",
        "301, 300",
        "999999, 300",
        "99999999999999999999999, 300",
        "-5, 30",
        "1.5, 30",
        "soon, 30",
        "'', 30",
        "٤٢, 30",
        "'Fri, 02 Jan 2026 03:04:45 GMT', 40",
        "'Friday, 02-Jan-26 03:04:45 GMT', 40",
        "'Fri, 02 Jan 2026 03:04:05 GMT', 1",
        "'Thu, 01 Jan 2015 00:00:00 GMT', 1",
        "'Fri, 01 Jan 2038 00:00:00 GMT', 300",
        "'Fri, 02 Jan 2026', 30"
    })
    void is_read_in_seconds_or_as_a_date_and_bounded(String stated, long seconds) {
        assertThat(pause(Map.of("Retry-After", stated))).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "X-Retry-After, 1767323085, 40",
        "X-RateLimit-Reset, 1767323085, 40",
        "X-RateLimit-Reset, 1767323000, 1",
        "RateLimit-Reset, 40, 40",
        "RateLimit-Reset, 21600, 300",
        "RateLimit-Reset, 100;w=21600, 30",
        "X-Retry-After, 9999999999999, 30",
        "RateLimit-Remaining, 0, 30"
    })
    void some_say_it_in_other_ways(String header, String stated, long seconds) {
        assertThat(pause(Map.of(header, stated))).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(pause(Map.of(header, stated, "Retry-After", "7"))).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void is_half_a_minute_if_there_is_none() {
        assertThat(pause(Map.of())).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void a_date_counts_from_that_of_the_server_whose_clock_may_differ() {
        assertThat(pause(Map.of(
                        "Retry-After", "Fri, 02 Jan 2026 05:00:20 GMT", "Date", "Fri, 02 Jan 2026 05:00:00 GMT")))
                .isEqualTo(Duration.ofSeconds(20));
        assertThat(pause(Map.of("Retry-After", "Fri, 02 Jan 2026 03:04:15 GMT", "Date", "yesterday")))
                .isEqualTo(Duration.ofSeconds(10));
    }
}
