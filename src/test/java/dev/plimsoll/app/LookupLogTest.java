package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import dev.plimsoll.registry.RegistryEvents.FailedLookup;
import dev.plimsoll.registry.RegistryEvents.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LookupLogTest {

    private final List<String> lines = new ArrayList<>();
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final LookupLog log = new LookupLog(lines::add, now::get);

    private static FailedLookup failure(String message) {
        return new FailedLookup(
                "r.test",
                Kind.TAG,
                "team/app:1",
                new InspectionException(Reason.RATE_LIMITED, message),
                Duration.ofMillis(12));
    }

    @Test
    void a_line_says_what_was_wanted_of_whom_and_what_went_wrong() {
        log.write(failure("r.test asks for fewer requests"));
        assertThat(lines)
                .containsExactly("look-up failed: registry=\"r.test\" kind=tag wanted=\"team/app:1\""
                        + " reason=rate-limited ms=12 message=\"r.test asks for fewer requests\"");
    }

    @Test
    void nobodys_text_looks_like_another_line_or_another_value() {
        log.write(failure("a\r\nb\" reason=\"c\\\u001b[1m\u2028\u202e" + "x".repeat(1_000)));
        assertThat(lines.get(0))
                .contains("message=\"a??b? reason=?c??[1m??xxx")
                .endsWith("x…\"")
                .hasSizeLessThan(700);
    }

    @Test
    void only_so_many_are_written_in_a_while_and_then_it_is_said_how_many_were_not() {
        for (int i = 0; i < 25; i++) {
            log.write(failure("no"));
        }
        assertThat(lines).hasSize(20);
        now.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
        log.write(failure("no"));
        assertThat(lines).hasSize(20);

        now.addAndGet(1);
        log.write(failure("no"));
        log.write(failure("no"));

        assertThat(lines).hasSize(22);
        assertThat(lines.get(20)).endsWith(" leftOutBefore=6");
        assertThat(lines.get(21)).doesNotContain("leftOut");
    }
}
