package dev.plimsoll.registry;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Places for work, shared among registries so that none can have them all: each has so many at most, and waits in a lane of
 * its own for them; lanes take turns.
 *
 * <p>Names of registries cost nothing, so those that are not known to answer have half of the places together, however many
 * they are: who names a dozen hosts that stall still leaves room for the registries that work.
 */
final class Lanes implements AutoCloseable {

    /**
     * How much there is room for.
     *
     * @param atOnce in all
     * @param atOnceOfOne of one registry
     * @param waiting in all
     * @param waitingOfOne of one registry
     */
    record Room(int atOnce, int atOnceOfOne, int waiting, int waitingOfOne) {

        int ofStrangers() {
            return Math.max(1, atOnce / 2);
        }
    }

    private static final class Lane {

        final String registry;
        final Deque<Runnable> waiting = new ArrayDeque<>();
        int running;

        Lane(String registry) {
            this.registry = registry;
        }
    }

    private final Room room;
    private final Predicate<String> answers;
    private final ExecutorService threads;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final Deque<Lane> turns = new ArrayDeque<>();
    private int running;
    private int runningOfStrangers;
    private int waiting;
    private boolean closed;

    /** @param answers whether a registry is known to answer; must not wait */
    Lanes(Room room, Predicate<String> answers, ThreadFactory factory) {
        this.room = room;
        this.answers = answers;
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                room.atOnce, room.atOnce, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    /**
     * Does the work once it is its turn.
     *
     * @return false if there is no room for it to wait, or never will be
     */
    synchronized boolean offer(String registry, Runnable work) {
        Lane lane = lanes.computeIfAbsent(registry, Lane::new);
        if (!closed) {
            lane.waiting.add(work);
            waiting++;
            if (lane.waiting.size() == 1) {
                turns.add(lane);
            }
            startWhatMay();
        }
        boolean tooMuch = waiting > room.waiting || lane.waiting.size() > room.waitingOfOne;
        if (tooMuch) {
            lane.waiting.removeLast();
            waiting--;
        }
        forgetIfEmpty(lane);
        return !closed && !tooMuch;
    }

    /** Takes back work that still waits. */
    synchronized void withdraw(String registry, Runnable work) {
        Lane lane = lanes.get(registry);
        if (lane != null && lane.waiting.remove(work)) {
            waiting--;
            forgetIfEmpty(lane);
        }
    }

    private void startWhatMay() {
        int passed = 0;
        while (running < room.atOnce && passed < turns.size()) {
            Lane lane = turns.remove();
            if (mayRun(lane)) {
                start(lane);
                passed = 0;
            } else {
                passed++;
            }
            if (!lane.waiting.isEmpty()) {
                turns.add(lane);
            }
        }
    }

    private boolean mayRun(Lane lane) {
        return lane.running < room.atOnceOfOne
                && (runningOfStrangers < room.ofStrangers() || answers.test(lane.registry));
    }

    private void start(Lane lane) {
        Runnable work = lane.waiting.remove();
        boolean stranger = !answers.test(lane.registry);
        waiting--;
        count(lane, stranger, 1);
        threads.execute(() -> {
            try {
                work.run();
            } finally {
                done(lane, stranger);
            }
        });
    }

    private synchronized void done(Lane lane, boolean stranger) {
        count(lane, stranger, -1);
        forgetIfEmpty(lane);
        if (!closed) {
            startWhatMay();
        }
    }

    private void count(Lane lane, boolean stranger, int change) {
        lane.running += change;
        running += change;
        runningOfStrangers += stranger ? change : 0;
    }

    private void forgetIfEmpty(Lane lane) {
        if (lane.waiting.isEmpty()) {
            turns.remove(lane);
            if (lane.running == 0) {
                lanes.remove(lane.registry);
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        threads.shutdownNow();
    }
}
