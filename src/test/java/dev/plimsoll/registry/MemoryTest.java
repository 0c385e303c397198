package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemoryTest {

    private final Memory<String, Integer> memory =
            new Memory<>(Caffeine.newBuilder().build());
    private final AtomicInteger fetches = new AtomicInteger();

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
}
