package dev.plimsoll.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeoutTest {

    @ParameterizedTest
    @CsvSource({
        "10s, PT10S",
        "1s, PT1S",
        "500ms, PT0.5S",
        "1.5s, PT1.5S",
        "0m5s, PT5S",
        "30s, PT30S",
        "31s, PT30S",
        "1m0s, PT30S",
        "999999999h, PT30S",
        "250us, PT0.00025S",
    })
    void readsDurationsAsGoWritesThem(String written, Duration expected) {
        assertThat(Timeout.parse(written)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "s", "-5s", "0s", "ten seconds", "5s ", "5 s", "1e9s", "5s5"})
    void isEmptyForWhatIsNoDuration(String written) {
        assertThat(Timeout.parse(written)).isEmpty();
    }

    @Test
    void isEmptyForAVeryLongText() {
        assertThat(Timeout.parse("1s".repeat(5_000))).isEmpty();
    }
}
