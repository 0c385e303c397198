package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import dev.plimsoll.registry.RegistryEvents.Recall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MemoryTest {

    private final ManualTime time = new ManualTime();
    private final List<Recall> told = new ArrayList<>();
    private final Memory<String, Integer> memory =
            new Memory<>(new InMap(), new KnownFailures<>(Duration.ofSeconds(10), time.ticker()), told::add);
    private final AtomicInteger fetches = new AtomicInteger();

    /** As simple as can be. */
    private static final class InMap implements Memory.Store<String, Integer> {

        private final Map<String, Integer> map = new ConcurrentHashMap<>();

        @Override
        public @Nullable Integer get(String key) {
            return map.get(key);
        }

        @Override
        public void put(String key, Integer value) {
            map.put(key, value);
        }
    }

    private CompletableFuture<Integer> get(CompletableFuture<Integer> fetch) {
        return memory.get("key", () -> {
            fetches.incrementAndGet();
            return fetch;
        });
    }

    @Test
    void what_was_fetched_is_remembered() {
        assertThat(get(CompletableFuture.completedFuture(1))).isCompletedWithValue(1);
        assertThat(get(CompletableFuture.completedFuture(2))).isCompletedWithValue(1);
        assertThat(fetches).hasValue(1);
    }

    @Test
    void those_who_ask_meanwhile_wait_for_the_same() {
        CompletableFuture<Integer> fetch = new CompletableFuture<>();
        CompletableFuture<Integer> first = get(fetch);
        CompletableFuture<Integer> second = get(new CompletableFuture<>());
        assertThat(second).isNotDone();
        fetch.complete(1);
        assertThat(first).isCompletedWithValue(1);
        assertThat(second).isCompletedWithValue(1);
        assertThat(fetches).hasValue(1);
    }

    @Test
    void a_failure_goes_to_all_who_waited_and_is_forgotten() {
        CompletableFuture<Integer> fetch = new CompletableFuture<>();
        CompletableFuture<Integer> first = get(fetch);
        CompletableFuture<Integer> second = get(new CompletableFuture<>());
        fetch.completeExceptionally(new IllegalStateException("no"));
        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompletedExceptionally();
        assertThat(get(CompletableFuture.completedFuture(2))).isCompletedWithValue(2);
    }

    @Test
    void a_fetch_that_cannot_even_start_keeps_nobody_waiting() {
        assertThat(memory.get("key", () -> {
                    throw new IllegalStateException("no");
                }))
                .isCompletedExceptionally();
        assertThat(get(CompletableFuture.completedFuture(1))).isCompletedWithValue(1);
    }

    @Test
    void what_came_along_is_remembered_without_being_fetched() {
        memory.remember("key", 7);
        assertThat(get(CompletableFuture.completedFuture(1))).isCompletedWithValue(7);
        assertThat(fetches).hasValue(0);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"NOT_FOUND", "UNAUTHORIZED", "UNSUPPORTED", "REFUSED"})
    void a_failure_that_would_only_happen_again_is_remembered_for_its_time(Reason reason) {
        InspectionException failure = new InspectionException(reason, "no");
        get(CompletableFuture.failedFuture(failure));

        time.pass(Duration.ofMillis(9_999));
        assertThat(get(CompletableFuture.completedFuture(2)).handle((value, thrown) -> thrown))
                .isCompletedWithValue(failure);
        time.pass(Duration.ofMillis(1));

        assertThat(get(CompletableFuture.completedFuture(2))).isCompletedWithValue(2);
        assertThat(fetches).hasValue(2);
        assertThat(told).containsExactly(Recall.MISS, Recall.FAILURE, Recall.MISS);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(
            names = {"NOT_FOUND", "UNAUTHORIZED", "UNSUPPORTED", "REFUSED"},
            mode = EnumSource.Mode.EXCLUDE)
    void a_failure_that_passes_is_not(Reason reason) {
        get(CompletableFuture.failedFuture(new InspectionException(reason, "no")));
        assertThat(get(CompletableFuture.completedFuture(2))).isCompletedWithValue(2);
    }

    @Test
    void a_failure_is_nobody_elses_answer() {
        get(CompletableFuture.failedFuture(new InspectionException(Reason.UNAUTHORIZED, "no")));
        assertThat(memory.get("another key", () -> CompletableFuture.completedFuture(2)))
                .isCompletedWithValue(2);
    }

    @Test
    void it_is_told_how_each_was_answered() {
        CompletableFuture<Integer> fetch = new CompletableFuture<>();
        get(fetch);
        get(fetch);
        fetch.complete(1);
        get(fetch);
        assertThat(told).containsExactly(Recall.MISS, Recall.JOINED, Recall.HIT);
    }
}
