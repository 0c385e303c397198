package dev.plimsoll.registry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what an inspector tells, for tests to read. */
final class EventLog implements RegistryEvents {

    /** A request that was sent. */
    record Requested(String registry, Outcome outcome, long bytes) {}

    final List<Requested> requested = new CopyOnWriteArrayList<>();
    final List<String> recalled = new CopyOnWriteArrayList<>();
    final List<Duration> pauses = new CopyOnWriteArrayList<>();
    final List<Breaker> breakers = new CopyOnWriteArrayList<>();
    final List<FailedLookup> failed = new CopyOnWriteArrayList<>();

    @Override
    public void requested(String registry, Outcome outcome, Duration took, long bytes) {
        requested.add(new Requested(registry, outcome, bytes));
    }

    @Override
    public void recalled(Kind kind, Recall how) {
        recalled.add(kind.id() + " " + how.id());
    }

    @Override
    public void rateLimited(String registry, Duration pause) {
        pauses.add(pause);
    }

    @Override
    public void breakerChanged(String registry, Breaker state) {
        breakers.add(state);
    }

    @Override
    public void failed(FailedLookup lookup) {
        failed.add(lookup);
    }
}
