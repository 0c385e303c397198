package dev.plimsoll.registry;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether one registry is asked or left alone: for as long as it says, after an answer of 429 or 503; for a back-off that grows,
 * once it has failed five times in a row, until one fetch has shown that it answers again.
 *
 * <p>Whatever the registry says of an image shows that it answers: only no answer, or an error of its own, is a failure.
 */
final class Breaker {

    private static final int MOST_FAILURES = 5;
    private static final IntervalFunction BACK_OFF =
            IntervalFunction.ofExponentialBackoff(Duration.ofSeconds(10), 2.0, Duration.ofMinutes(1));

    private final String registry;
    private final Ticker ticker;
    private final RegistryEvents events;
    private final CircuitBreaker circuit;

    private volatile Pause pause;
    private volatile long openUntil;
    private volatile String lastFailure = "";
    private volatile boolean answered;

    /** Until when it wants to be left alone, and why. */
    private record Pause(long until, Reason reason) {

        String words() {
            return reason == Reason.RATE_LIMITED ? "asks for fewer requests" : "says that it is unavailable";
        }
    }

    /** @param registry by the name images are given with */
    Breaker(String registry, Ticker ticker, RegistryEvents events) {
        this.registry = registry;
        this.ticker = ticker;
        this.events = events;
        this.pause = new Pause(ticker.read(), Reason.RATE_LIMITED);
        this.openUntil = ticker.read();
        this.circuit = CircuitBreaker.of(
                registry,
                CircuitBreakerConfig.custom()
                        .slidingWindow(MOST_FAILURES, MOST_FAILURES, SlidingWindowType.COUNT_BASED)
                        .failureRateThreshold(100)
                        .waitIntervalFunctionInOpenState(this::open)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .clock(new TickerClock(ticker))
                        .build());
        circuit.getEventPublisher()
                .onStateTransition(event -> events.breakerChanged(
                        registry, state(event.getStateTransition().getToState())));
    }

    private Long open(int attempt) {
        Long wait = BACK_OFF.apply(attempt);
        openUntil = ticker.read() + TimeUnit.MILLISECONDS.toNanos(wait);
        return wait;
    }

    private static RegistryEvents.Breaker state(State state) {
        return switch (state) {
            case CLOSED, DISABLED, METRICS_ONLY -> RegistryEvents.Breaker.CLOSED;
            case OPEN, FORCED_OPEN -> RegistryEvents.Breaker.OPEN;
            case HALF_OPEN -> RegistryEvents.Breaker.HALF_OPEN;
        };
    }

    /** Whether it answered when it was last asked. */
    boolean answered() {
        return answered;
    }

    /**
     * Lets one fetch through, which has to say how it ended.
     *
     * @throws InspectionException if the registry is left alone
     */
    Permit permit() {
        refuseWhilePaused();
        if (!circuit.tryAcquirePermission()) {
            throw leftAlone();
        }
        return new Permit(circuit.getState() != State.CLOSED);
    }

    private void refuseWhilePaused() {
        Pause current = pause;
        long left = current.until - ticker.read();
        if (left > 0) {
            throw new InspectionException(
                    current.reason,
                    "%s %s and is left alone for another %s".formatted(registry, current.words(), seconds(left)));
        }
    }

    private InspectionException leftAlone() {
        long left = openUntil - ticker.read();
        String until = left > 0 ? "for another " + seconds(left) : "until it is seen to answer again";
        return new InspectionException(
                Reason.UNAVAILABLE,
                "%s failed %d times in a row and is left alone %s; the last time: %s"
                        .formatted(registry, MOST_FAILURES, until, lastFailure));
    }

    /** Rounded up: what is said to be over is over. */
    private static String seconds(long nanoseconds) {
        return (nanoseconds + 999_999_999) / 1_000_000_000 + " s";
    }

    /** One fetch that was let through, which ends once. */
    final class Permit {

        private final boolean probe;

        private Permit(boolean probe) {
            this.probe = probe;
        }

        /** @throws InspectionException if the registry has come to be left alone since */
        void requireStill() {
            refuseWhilePaused();
            if (!probe && circuit.getState() != State.CLOSED) {
                throw leftAlone();
            }
        }

        /** It never came to ask, or what came of it says nothing of the registry. */
        void unused() {
            if (isOfThisTime()) {
                circuit.releasePermission();
            }
        }

        /** @param failure null if there was none */
        void ended(@Nullable InspectionException failure) {
            if (failure == null) {
                succeeded();
                return;
            }
            switch (failure.reason()) {
                case NOT_FOUND, UNAUTHORIZED, UNSUPPORTED -> succeeded();
                case RATE_LIMITED -> rateLimited(failure);
                case UNAVAILABLE, TIMED_OUT -> failed(failure);
                case REFUSED, OVERLOADED -> unused();
            }
        }

        private void succeeded() {
            answered = true;
            if (isOfThisTime()) {
                circuit.onSuccess(0, TimeUnit.NANOSECONDS);
            }
        }

        private void rateLimited(InspectionException failure) {
            if (failure.getCause() instanceof RetryAfter stated) {
                pause(stated, Reason.RATE_LIMITED);
                events.rateLimited(registry, stated.pause());
                succeeded();
            } else {
                unused();
            }
        }

        private void pause(RetryAfter stated, Reason reason) {
            pause = new Pause(ticker.read() + stated.pause().toNanos(), reason);
        }

        private void failed(InspectionException failure) {
            answered = false;
            if (failure.getCause() instanceof RetryAfter stated) {
                pause(stated, Reason.UNAVAILABLE);
            }
            if (isOfThisTime()) {
                lastFailure = String.valueOf(failure.getMessage());
                circuit.onError(0, TimeUnit.NANOSECONDS, failure);
            }
        }

        /** A fetch that began before the registry was left alone says nothing of how it is now. */
        private boolean isOfThisTime() {
            return circuit.getState() == (probe ? State.HALF_OPEN : State.CLOSED);
        }
    }
}
