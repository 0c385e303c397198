package dev.plimsoll.registry;

import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import dev.plimsoll.registry.RegistryEvents.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What is noted of each request and its answer.
 *
 * @param clock tells the time that registries give dates in
 */
record Exchanges(RegistryEvents events, Clock clock) {

    /** @param registry on whose behalf, by the name images are given with */
    Answer count(String registry, Supplier<Answer> exchange) {
        long began = System.nanoTime();
        try {
            Answer answer = exchange.get();
            events.requested(registry, outcome(answer), since(began), answer.body().length);
            return answer;
        } catch (InspectionException e) {
            events.requested(registry, outcome(e), since(began), 0);
            throw e;
        }
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static Outcome outcome(Answer answer) {
        if (answer.isRedirect()) {
            return Outcome.REDIRECTED;
        }
        return switch (answer.status()) {
            case 200 -> Outcome.OK;
            case 401, 403 -> Outcome.UNAUTHORIZED;
            case 404 -> Outcome.NOT_FOUND;
            case 429 -> Outcome.RATE_LIMITED;
            default -> answer.status() < 500 ? Outcome.UNEXPECTED : Outcome.SERVER_ERROR;
        };
    }

    private static Outcome outcome(InspectionException failure) {
        return failure.reason() == Reason.TIMED_OUT ? Outcome.TIMED_OUT : Outcome.FAILED;
    }

    RetryAfter retryAfter(Answer answer) {
        return RetryAfter.of(answer, clock);
    }
}
