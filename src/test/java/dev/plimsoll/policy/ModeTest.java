package dev.plimsoll.policy;

import static dev.plimsoll.policy.ValidationAction.AUDIT;
import static dev.plimsoll.policy.ValidationAction.DENY;
import static dev.plimsoll.policy.ValidationAction.WARN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ModeTest {

    static Stream<Arguments> actions() {
        return Stream.of(
                Arguments.of(Set.of(AUDIT), Set.of(AUDIT)),
                Arguments.of(Set.of(WARN), Set.of(WARN)),
                Arguments.of(Set.of(WARN, AUDIT), Set.of(WARN, AUDIT)),
                Arguments.of(Set.of(DENY), Set.of(WARN)),
                Arguments.of(Set.of(DENY, AUDIT), Set.of(WARN, AUDIT)),
                Arguments.of(Set.of(DENY, WARN), Set.of(WARN)));
    }

    @ParameterizedTest
    @MethodSource("actions")
    void auditTurnsEveryDenyIntoAWarning(Set<ValidationAction> actions, Set<ValidationAction> capped) {
        assertThat(Mode.AUDIT.cap(actions)).isEqualTo(capped);
    }

    @ParameterizedTest
    @MethodSource("actions")
    void enforceLeavesThemAlone(Set<ValidationAction> actions, Set<ValidationAction> ignored) {
        assertThat(Mode.ENFORCE.cap(actions)).isEqualTo(actions);
    }
}
