package dev.plimsoll.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.InspectionException.Reason;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class InspectionExceptionTest {

    /** Policies, dashboards and alerts name them: none may change its name. */
    @Test
    void hasReasonsWithLastingNames() {
        assertThat(Arrays.stream(Reason.values()).map(Reason::id))
                .containsExactly(
                        "not-found",
                        "unauthorized",
                        "rate-limited",
                        "unavailable",
                        "timed-out",
                        "unsupported",
                        "refused",
                        "overloaded");
    }

    @Test
    void carriesItsReasonAndCause() {
        Exception cause = new IllegalStateException();

        assertThat(new InspectionException(Reason.TIMED_OUT, "no answer within 3 s", cause))
                .hasMessage("no answer within 3 s")
                .hasCause(cause)
                .extracting(InspectionException::reason)
                .isEqualTo(Reason.TIMED_OUT);
        assertThat(new InspectionException(Reason.NOT_FOUND, "no such image").reason())
                .isEqualTo(Reason.NOT_FOUND);
    }
}
