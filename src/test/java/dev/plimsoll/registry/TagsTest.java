package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.Digest;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import dev.plimsoll.registry.RegistryEvents.Recall;
import dev.plimsoll.registry.Tags.Tag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TagsTest {

    private static final Tag TAG =
            new Tag(Access.ofAnybody(new Repository("r.test", "app")).scope(), "1");
    private static final Digest OLD = Digest.of("old".getBytes());
    private static final Digest NEW = Digest.of("new".getBytes());
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final Duration MAX_STALE = Duration.ofHours(1);
    private static final Duration ALMOST_NOTHING = Duration.ofNanos(1);

    private final ManualTime time = new ManualTime();
    private final List<Recall> told = new ArrayList<>();
    private final List<Duration> ages = new ArrayList<>();
    private final List<Optional<Digest>> asked = new ArrayList<>();
    private CompletableFuture<Digest> answer = CompletableFuture.completedFuture(OLD);
    private Tags tags = tags(MAX_STALE);

    private Tags tags(Duration maxStale) {
        RegistryEvents events = new RegistryEvents() {
            @Override
            public void recalled(Kind kind, Recall how) {
                told.add(how);
            }

            @Override
            public void tagAnswered(Duration age) {
                ages.add(age);
            }
        };
        KnownFailures<Tag> failures = new KnownFailures<>(Duration.ofSeconds(10), time.ticker());
        return new Tags(TTL, maxStale, failures, time.ticker(), events);
    }

    private CompletableFuture<Digest> digest(Tag tag) {
        return tags.digest(tag, known -> {
            asked.add(known);
            return answer;
        });
    }

    private static CompletableFuture<Digest> failed(Reason reason) {
        return CompletableFuture.failedFuture(new InspectionException(reason, "no"));
    }

    private void assertFails(Reason reason) {
        assertThat(digest(TAG).handle((digest, failure) -> ((InspectionException) failure).reason()))
                .isCompletedWithValue(reason);
    }

    @Test
    void a_tag_that_was_never_seen_is_asked_for_as_such() {
        assertThat(digest(TAG)).isCompletedWithValue(OLD);
        assertThat(asked).containsExactly(Optional.empty());
        assertThat(told).containsExactly(Recall.MISS);
        assertThat(tags.size()).isEqualTo(1);
    }

    @Test
    void within_its_time_it_is_not_asked_for_again() {
        digest(TAG);
        time.pass(TTL.minus(ALMOST_NOTHING));
        assertThat(digest(TAG)).isCompletedWithValue(OLD);
        assertThat(asked).hasSize(1);
        assertThat(told).containsExactly(Recall.MISS, Recall.HIT);
        assertThat(ages).containsExactly(TTL.minus(ALMOST_NOTHING));
    }

    @Test
    void then_what_is_known_is_answered_at_once_and_what_the_registry_says_holds_from_the_next() {
        digest(TAG);
        time.pass(TTL);
        answer = new CompletableFuture<>();
        assertThat(digest(TAG)).isCompletedWithValue(OLD);
        assertThat(digest(TAG)).isCompletedWithValue(OLD);
        assertThat(asked).containsExactly(Optional.empty(), Optional.of(OLD));

        answer.complete(NEW);

        assertThat(digest(TAG)).isCompletedWithValue(NEW);
        assertThat(asked).hasSize(2);
        assertThat(told).containsExactly(Recall.MISS, Recall.STALE, Recall.STALE, Recall.HIT);
    }

    @Test
    void an_answer_is_as_old_as_the_question() {
        digest(TAG);
        time.pass(TTL);
        answer = new CompletableFuture<>();
        digest(TAG);
        time.pass(Duration.ofSeconds(8));
        answer.complete(NEW);
        digest(TAG);
        assertThat(ages).containsExactly(TTL, Duration.ofSeconds(8));
    }

    @Test
    void beyond_that_the_answer_waits_for_the_registry() {
        digest(TAG);
        time.pass(MAX_STALE);
        answer = new CompletableFuture<>();
        CompletableFuture<Digest> waiting = digest(TAG);
        assertThat(waiting).isNotDone();
        answer.complete(NEW);
        assertThat(waiting).isCompletedWithValue(NEW);
        assertThat(asked).containsExactly(Optional.empty(), Optional.of(OLD));
    }

    @Test
    void without_such_a_time_it_waits_as_soon_as_the_other_is_over() {
        tags = tags(Duration.ZERO);
        digest(TAG);
        time.pass(TTL.minus(ALMOST_NOTHING));
        digest(TAG);
        assertThat(asked).hasSize(1);
        time.pass(ALMOST_NOTHING);
        answer = CompletableFuture.completedFuture(NEW);
        assertThat(digest(TAG)).isCompletedWithValue(NEW);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"RATE_LIMITED", "UNAVAILABLE", "TIMED_OUT", "OVERLOADED"})
    void a_registry_that_does_not_answer_takes_nothing_away_until_the_bound(Reason reason) {
        digest(TAG);
        answer = failed(reason);
        time.pass(TTL);
        assertThat(digest(TAG)).isCompletedWithValue(OLD);
        time.pass(MAX_STALE.minus(TTL).minus(ALMOST_NOTHING));
        assertThat(digest(TAG)).isCompletedWithValue(OLD);
        time.pass(ALMOST_NOTHING);
        assertFails(reason);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"NOT_FOUND", "UNAUTHORIZED", "UNSUPPORTED", "REFUSED"})
    void what_the_registry_says_of_the_tag_holds_at_once(Reason reason) {
        digest(TAG);
        answer = failed(reason);
        time.pass(TTL);
        assertThat(digest(TAG)).isCompletedWithValue(OLD);

        assertFails(reason);

        assertThat(asked).hasSize(2);
        assertThat(told).containsExactly(Recall.MISS, Recall.STALE, Recall.FAILURE);
        time.pass(Duration.ofSeconds(10));
        answer = CompletableFuture.completedFuture(NEW);
        assertThat(digest(TAG)).isCompletedWithValue(NEW);
        assertThat(asked.get(2)).isEmpty();
    }

    @Test
    void a_registry_that_does_not_answer_is_not_asked_again_each_time() {
        digest(TAG);
        answer = failed(Reason.UNAVAILABLE);
        time.pass(TTL);
        for (int i = 0; i < 100; i++) {
            digest(TAG);
        }
        assertThat(asked).hasSize(2);
        time.pass(Duration.ofSeconds(10));
        digest(TAG);
        assertThat(asked).hasSize(3);
    }

    @Test
    void those_who_ask_meanwhile_wait_for_the_same_answer() {
        answer = new CompletableFuture<>();
        CompletableFuture<Digest> first = digest(TAG);
        CompletableFuture<Digest> second = digest(TAG);
        answer.complete(OLD);
        assertThat(first).isCompletedWithValue(OLD);
        assertThat(second).isCompletedWithValue(OLD);
        assertThat(asked).hasSize(1);
        assertThat(told).containsExactly(Recall.MISS, Recall.JOINED);
    }

    @Test
    void another_tag_is_another_thing() {
        digest(TAG);
        answer = CompletableFuture.completedFuture(NEW);
        assertThat(digest(new Tag(TAG.scope(), "2"))).isCompletedWithValue(NEW);
    }
}
