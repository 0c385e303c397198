package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BreakerTest {

    private static final InspectionException DOWN = failure(Reason.UNAVAILABLE);

    private final ManualTime time = new ManualTime();
    private final List<RegistryEvents.Breaker> states = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final Breaker breaker = new Breaker("r.test", time.ticker(), new RegistryEvents() {
        @Override
        public void breakerChanged(String registry, Breaker state) {
            states.add(state);
        }

        @Override
        public void rateLimited(String registry, Duration pause) {
            pauses.add(pause);
        }
    });

    private static InspectionException failure(Reason reason) {
        return new InspectionException(reason, "it is down");
    }

    private InspectionException tooManyRequests(String seconds) {
        Answer answer = new Answer(429, Map.of("Retry-After", List.of(seconds)), new byte[0]);
        return new InspectionException(Reason.RATE_LIMITED, "slow down", RetryAfter.of(answer, time.clock()));
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.permit().ended(DOWN);
        }
    }

    private InspectionException refusal() {
        return catchThrowableOfType(InspectionException.class, breaker::permit);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"UNAVAILABLE", "TIMED_OUT"})
    void a_registry_that_fails_five_times_in_a_row_is_left_alone(Reason reason) {
        for (int i = 0; i < 4; i++) {
            breaker.permit().ended(failure(reason));
        }
        assertThat(refusal()).isNull();
        breaker.permit().ended(failure(reason));

        assertThat(refusal().reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(refusal())
                .hasMessage("r.test failed 5 times in a row and is left alone for another 10 s;"
                        + " the last time: it is down");
        assertThat(states).containsExactly(RegistryEvents.Breaker.OPEN);
    }

    @Test
    void one_answer_among_failures_means_that_it_is_asked_on() {
        fail(4);
        breaker.permit().ended(null);
        fail(4);
        assertThat(refusal()).isNull();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"NOT_FOUND", "UNAUTHORIZED", "UNSUPPORTED"})
    void whatever_it_says_of_an_image_is_an_answer(Reason reason) {
        fail(4);
        breaker.permit().ended(failure(reason));
        fail(1);
        assertThat(refusal()).isNull();
        assertThat(breaker.answered()).isFalse();
        breaker.permit().ended(failure(reason));
        assertThat(breaker.answered()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"REFUSED", "OVERLOADED"})
    void what_we_refuse_ourselves_says_nothing_of_it(Reason reason) {
        fail(4);
        breaker.permit().ended(failure(reason));
        breaker.permit().unused();
        assertThat(breaker.answered()).isFalse();
        fail(1);
        assertThat(refusal().reason()).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void after_the_back_off_one_is_let_through_and_its_answer_opens_the_way() {
        fail(5);
        time.pass(Duration.ofMillis(10_000));
        assertThat(refusal()).isNotNull();
        time.pass(Duration.ofMillis(1));

        Breaker.Permit probe = breaker.permit();
        assertThat(refusal())
                .hasMessageContaining("is left alone until it is seen to answer again")
                .extracting("reason")
                .isEqualTo(Reason.UNAVAILABLE);
        probe.requireStill();
        probe.ended(null);

        assertThat(refusal()).isNull();
        assertThat(states)
                .containsExactly(
                        RegistryEvents.Breaker.OPEN, RegistryEvents.Breaker.HALF_OPEN, RegistryEvents.Breaker.CLOSED);
    }

    @Test
    void the_back_off_doubles_up_to_a_minute_while_probes_fail() {
        fail(5);
        for (int seconds : new int[] {10, 20, 40, 60, 60}) {
            assertThat(refusal()).hasMessageContaining("for another %d s;".formatted(seconds));
            time.pass(Duration.ofSeconds(seconds).plusMillis(1));
            breaker.permit().ended(DOWN);
        }
    }

    @Test
    void a_probe_that_never_asked_leaves_its_place_to_another() {
        fail(5);
        time.pass(Duration.ofSeconds(11));
        breaker.permit().unused();
        breaker.permit().ended(null);
        assertThat(refusal()).isNull();
    }

    @Test
    void one_that_began_before_it_was_left_alone_says_nothing_of_how_it_is_now() {
        Breaker.Permit early = breaker.permit();
        Breaker.Permit alsoEarly = breaker.permit();
        fail(5);
        time.pass(Duration.ofSeconds(11));
        Breaker.Permit probe = breaker.permit();
        early.ended(DOWN);
        alsoEarly.unused();
        assertThat(refusal()).hasMessageContaining("until it is seen to answer again");
        probe.ended(null);
        assertThat(refusal()).isNull();
    }

    @Test
    void one_that_still_waits_for_its_turn_when_the_registry_is_left_alone_does_not_ask() {
        Breaker.Permit waiting = breaker.permit();
        waiting.requireStill();
        fail(5);
        assertThat(catchThrowableOfType(InspectionException.class, waiting::requireStill)
                        .reason())
                .isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void after_429_it_is_left_alone_for_as_long_as_it_says() {
        Breaker.Permit waiting = breaker.permit();
        breaker.permit().ended(tooManyRequests("42"));

        time.pass(Duration.ofMillis(1_500));
        assertThat(refusal())
                .hasMessage("r.test asks for fewer requests and is left alone for another 41 s")
                .extracting("reason")
                .isEqualTo(Reason.RATE_LIMITED);
        assertThat(catchThrowableOfType(InspectionException.class, waiting::requireStill)
                        .reason())
                .isEqualTo(Reason.RATE_LIMITED);
        time.pass(Duration.ofMillis(40_499));
        assertThat(refusal()).isNotNull();
        time.pass(Duration.ofMillis(1));

        assertThat(refusal()).isNull();
        assertThat(pauses).containsExactly(Duration.ofSeconds(42));
        assertThat(states).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {1, 5, 20})
    void being_asked_for_fewer_requests_is_no_failure(int times) {
        for (int i = 0; i < times; i++) {
            breaker.permit().ended(tooManyRequests("1"));
            time.pass(Duration.ofSeconds(1));
        }
        assertThat(refusal()).isNull();
        assertThat(breaker.answered()).isTrue();
    }

    @Test
    void each_registry_has_its_own() {
        Breakers breakers = new Breakers(time.ticker(), RegistryEvents.NONE);
        for (int i = 0; i < 5; i++) {
            breakers.of("down.test").permit().ended(DOWN);
        }
        breakers.of("up.test").permit().ended(null);
        assertThat(catchThrowableOfType(InspectionException.class, () -> breakers.of("down.test")
                        .permit()))
                .isNotNull();
        assertThat(breakers.answered("down.test")).isFalse();
        assertThat(breakers.answered("up.test")).isTrue();
        assertThat(breakers.answered("unknown.test")).isFalse();
    }
}
