package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeadlinePermitsTest {

    private final Semaphore permits = new Semaphore(0);

    @Test
    void nobodyWaitsForAPermitBeyondTheDeadline() {
        Deadline deadline = new Deadline(Duration.ofMillis(50));
        assertThat(deadline.acquire(permits)).isFalse();
        assertThat(deadline.left()).isZero();
    }

    @Test
    void aPermitThatIsGivenBackInTimeIsTaken() {
        CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS).execute(permits::release);
        assertThat(new Deadline(Duration.ofSeconds(20)).acquire(permits)).isTrue();
        assertThat(permits.availablePermits()).isZero();
    }

    @Test
    void whatIsHeldIsTakenOnceAndGivenBackAtTheEnd() {
        permits.release(2);
        try (Deadline deadline = new Deadline(Duration.ofSeconds(20)).begin()) {
            assertThat(deadline.hold(permits)).isTrue();
            assertThat(deadline.hold(permits)).isTrue();
            assertThat(permits.availablePermits()).isEqualTo(1);
        }
        assertThat(permits.availablePermits()).isEqualTo(2);
    }
}
