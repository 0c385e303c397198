package dev.plimsoll.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.image.InspectionException.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private static final Patience LONG = new Patience(Duration.ofSeconds(20));

    @Test
    void aFailureOfALookUpIsHandedOnAsItIs() {
        InspectionException failure = new InspectionException(Reason.NOT_FOUND, "no such image");
        assertThatThrownBy(() -> LONG.waitFor(CompletableFuture.failedFuture(failure)))
                .isSameAs(failure);
    }

    @Test
    void anyOtherFailureIsNobodysFaultButTheLookUps() {
        assertReason(LONG, CompletableFuture.failedFuture(new IllegalStateException("x")), Reason.UNAVAILABLE);
    }

    @Test
    void itEnds() {
        assertReason(new Patience(Duration.ofMillis(1)), new CompletableFuture<>(), Reason.TIMED_OUT);
    }

    @Test
    void anInterruptEndsItAndIsKept() {
        Thread.currentThread().interrupt();
        assertReason(LONG, new CompletableFuture<>(), Reason.TIMED_OUT);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static void assertReason(Patience patience, CompletableFuture<Inspection> lookUp, Reason reason) {
        assertThatThrownBy(() -> patience.waitFor(lookUp))
                .isInstanceOfSatisfying(InspectionException.class, failure -> assertThat(failure.reason())
                        .isEqualTo(reason));
    }
}
