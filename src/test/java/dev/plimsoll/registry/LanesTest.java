package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LanesTest {

    private final Set<String> answering = ConcurrentHashMap.newKeySet();
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private Lanes lanes = lanes(4, 2, 6, 3);

    private Lanes lanes(int atOnce, int atOnceOfOne, int waiting, int waitingOfOne) {
        return new Lanes(new Lanes.Room(atOnce, atOnceOfOne, waiting, waitingOfOne), answering::contains, work -> {
            Thread thread = new Thread(work, "lanes-test");
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((failed, failure) -> {});
            return thread;
        });
    }

    @AfterEach
    void stop() {
        end.countDown();
        lanes.close();
    }

    private boolean offer(String registry) {
        return lanes.offer(registry, stalling(registry));
    }

    private Runnable stalling(String registry) {
        return () -> {
            begun.add(registry);
            try {
                end.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private void awaitBegun(String... registries) {
        await().atMost(5, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(begun).containsExactlyInAnyOrder(registries));
    }

    @Test
    void one_registry_has_so_many_places_and_another_still_finds_one() {
        answering.addAll(Set.of("a", "b"));
        for (int i = 0; i < 5; i++) {
            assertThat(offer("a")).isTrue();
        }
        offer("b");
        awaitBegun("a", "a", "b");
    }

    @Test
    void only_so_many_of_one_registry_may_wait_and_another_still_may() {
        answering.addAll(Set.of("a", "b"));
        for (int i = 0; i < 5; i++) {
            assertThat(offer("a")).isTrue();
        }
        assertThat(offer("a")).isFalse();
        for (int i = 0; i < 5; i++) {
            assertThat(offer("b")).isTrue();
        }
        assertThat(offer("b")).isFalse();
    }

    @Test
    void only_so_many_may_wait_in_all() {
        lanes = lanes(1, 1, 2, 2);
        offer("a");
        assertThat(offer("b")).isTrue();
        assertThat(offer("c")).isTrue();
        assertThat(offer("d")).isFalse();
    }

    @Test
    void registries_that_are_not_known_to_answer_have_half_of_the_places_however_many_they_are() {
        answering.add("known");
        for (String stranger : List.of("s1", "s2", "s3", "s4")) {
            offer(stranger);
        }
        offer("known");
        offer("known");
        awaitBegun("s1", "s2", "known", "known");
    }

    @Test
    void a_registry_is_no_stranger_once_it_has_answered() {
        offer("a");
        offer("b");
        awaitBegun("a", "b");
        assertThat(offer("c")).isTrue();
        answering.add("c");
        offer("c");
        awaitBegun("a", "b", "c", "c");
    }

    @Test
    void registries_take_turns() {
        lanes = lanes(1, 1, 10, 10);
        List<String> order = new CopyOnWriteArrayList<>();
        offer("first");
        for (String registry : List.of("a", "a", "a", "b", "c")) {
            lanes.offer(registry, () -> order.add(registry));
        }
        end.countDown();
        await().atMost(5, TimeUnit.SECONDS).until(() -> order.size() == 5);
        assertThat(order).containsExactly("a", "b", "c", "a", "a");
    }

    @Test
    void what_is_withdrawn_is_not_done_and_leaves_its_room() {
        lanes = lanes(1, 1, 1, 1);
        List<String> done = new CopyOnWriteArrayList<>();
        Runnable withdrawn = () -> done.add("withdrawn");
        offer("a");
        lanes.offer("b", withdrawn);
        lanes.withdraw("b", withdrawn);
        lanes.withdraw("nobody", withdrawn);
        assertThat(lanes.offer("b", () -> done.add("next"))).isTrue();
        end.countDown();
        await().atMost(5, TimeUnit.SECONDS).until(() -> !done.isEmpty());
        assertThat(done).containsExactly("next");
    }

    @Test
    void work_that_fails_leaves_its_place() {
        lanes = lanes(1, 1, 10, 10);
        List<String> done = new CopyOnWriteArrayList<>();
        lanes.offer("a", () -> {
            throw new IllegalStateException("no");
        });
        lanes.offer("a", () -> done.add("next"));
        await().dontCatchUncaughtExceptions().atMost(5, TimeUnit.SECONDS).until(() -> !done.isEmpty());
    }

    @Test
    void nothing_is_taken_once_it_is_closed() {
        lanes.close();
        assertThat(offer("a")).isFalse();
    }
}
