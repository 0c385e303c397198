package dev.plimsoll.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.plimsoll.kubernetes.ObjectEvent.Reason;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClusterEventsTest {

    private record Settings(Optional<Boolean> enabled, int perMinute, Duration repeatPeriod) implements EventSettings {}

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:00.5Z"), ZoneOffset.UTC);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final InvolvedObject REPLICA_SET =
            new InvolvedObject("apps/v1", "ReplicaSet", "shop", "cart-74cb", Optional.of("fc4b6249"));
    private static final ObjectEvent REFUSED =
            new ObjectEvent(REPLICA_SET, Reason.REFUSED, "[baseline] web: too large");

    private final MockApiServer apiServer = MockApiServer.start();
    private final KubernetesClient admin = apiServer.newClient();
    private final List<ClusterEvents> opened = new ArrayList<>();

    @AfterEach
    void stop() {
        opened.forEach(ClusterEvents::close);
        admin.close();
        apiServer.close();
    }

    private ClusterEvents events(int perMinute, Duration repeatPeriod, Clock clock) {
        ClusterEvents events = ClusterEvents.writing(
                apiServer.newClient(), new Settings(Optional.of(true), perMinute, repeatPeriod), "plimsoll-0", clock);
        opened.add(events);
        return events;
    }

    private ClusterEvents events() {
        return events(60, Duration.ofMinutes(1), CLOCK);
    }

    private List<Event> stored() {
        return admin.resources(Event.class).inNamespace("shop").list().getItems();
    }

    private Event only() {
        await().atMost(PATIENCE).until(() -> stored().size() == 1);
        return stored().get(0);
    }

    private long writes(String method) {
        return apiServer.requests().stream()
                .filter(request -> request.startsWith(method + " /apis/events.k8s.io/v1/namespaces/shop/events"))
                .count();
    }

    private static ObjectEvent of(int number) {
        return new ObjectEvent(REPLICA_SET, Reason.UNCHECKED, "number " + number);
    }

    @Test
    void anEventSaysAllThatTheApiServerWantsToHear() {
        events().tell(REFUSED);

        Event event = only();
        assertThat(event.getApiVersion()).isEqualTo("events.k8s.io/v1");
        assertThat(event.getRegarding().getApiVersion()).isEqualTo("apps/v1");
        assertThat(event.getRegarding().getKind()).isEqualTo("ReplicaSet");
        assertThat(event.getRegarding().getNamespace()).isEqualTo("shop");
        assertThat(event.getRegarding().getName()).isEqualTo("cart-74cb");
        assertThat(event.getRegarding().getUid()).isEqualTo("fc4b6249");
        assertThat(event.getType()).isEqualTo("Warning");
        assertThat(event.getReason()).isEqualTo("ImagesRefused");
        assertThat(event.getAction()).isEqualTo("Refuse");
        assertThat(event.getNote()).isEqualTo("[baseline] web: too large");
        assertThat(event.getEventTime().getTime()).isEqualTo("2026-11-21T12:00:00.500000Z");
        assertThat(event.getReportingController()).isEqualTo("plimsoll.dev/webhook");
        assertThat(event.getReportingInstance()).isEqualTo("plimsoll-0");
        assertThat(event.getSeries()).isNull();
    }

    @Test
    void whatHappensAgainIsOneEventThatCounts() {
        ClusterEvents events = events();
        for (int i = 0; i < 500; i++) {
            events.tell(REFUSED);
        }
        await().atMost(PATIENCE).until(() -> only().getSeries() != null);
        assertThat(writes("POST")).isEqualTo(1);
        assertThat(writes("PATCH")).isEqualTo(1);
        assertThat(only().getSeries().getCount()).isBetween(2, 500);
        assertThat(only().getSeries().getLastObservedTime().getTime()).isEqualTo("2026-11-21T12:00:00.500000Z");
        assertThat(events.dropped()).isZero();
    }

    @Test
    void howOftenIsWrittenNowAndThen() {
        ClusterEvents events = events(600, Duration.ofMillis(300), Clock.systemUTC());
        events.tell(REFUSED);
        only();
        for (int i = 0; i < 20; i++) {
            events.tell(REFUSED);
            await().pollDelay(Duration.ofMillis(20)).until(() -> true);
        }
        await().atMost(PATIENCE)
                .until(() -> only().getSeries() != null && only().getSeries().getCount() == 21);
        assertThat(writes("POST")).isEqualTo(1);
        assertThat(writes("PATCH")).isLessThan(20);
    }

    @Test
    void moreThanSoManyADifferentOnesAreDroppedAndCounted() {
        ClusterEvents events = events(10, Duration.ofMinutes(1), CLOCK);
        for (int i = 0; i < 200; i++) {
            events.tell(of(i));
        }
        await().atMost(PATIENCE).until(() -> events.written() + events.dropped() == 200);
        assertThat(events.written()).isBetween(10L, 12L);
        assertThat(stored()).hasSize((int) events.written());
    }

    @Test
    void nobodyWaitsAndLittleIsKeptWithoutTheApiServer() {
        apiServer.disappear();
        ClusterEvents events = events(100_000, Duration.ofMinutes(1), CLOCK);
        long before = System.nanoTime();
        for (int i = 0; i < 20_000; i++) {
            events.tell(of(i));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        assertThat(events.dropped()).isPositive();
        await().atMost(PATIENCE).until(() -> events.dropped() == 20_000);
        assertThat(events.written()).isZero();

        apiServer.appear();
        events.tell(REFUSED);
        assertThat(only().getReason()).isEqualTo("ImagesRefused");
    }

    @Test
    void anEventThatIsGoneIsNewWhenItHappensAgain() {
        ClusterEvents events = events(600, Duration.ofMillis(100), Clock.systemUTC());
        events.tell(REFUSED);
        String first = only().getMetadata().getName();
        admin.resources(Event.class).inNamespace("shop").withName(first).delete();
        await().atMost(PATIENCE).until(() -> {
            events.tell(REFUSED);
            return !stored().isEmpty();
        });
        assertThat(only().getMetadata().getName()).isNotEqualTo(first);
    }

    @Test
    void whatTheApiServerDoesNotTakeIsDropped() {
        apiServer.answer("/apis/events.k8s.io/v1/namespaces/shop/events", 403, "{}");
        ClusterEvents events = events();
        events.tell(REFUSED);
        await().atMost(PATIENCE).until(() -> events.dropped() == 1);
        assertThat(events.written()).isZero();
    }

    @Test
    void whereTheyAreOffNothingIsKept() {
        ClusterEvents off = ClusterEvents.of(new Settings(Optional.empty(), 60, Duration.ofMinutes(1)), false, CLOCK);
        opened.add(off);
        off.tell(REFUSED);
        assertThat(off.isOn()).isFalse();
        assertThat(off.dropped()).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> ClusterEvents.of(new Settings(Optional.empty(), 0, Duration.ofMinutes(1)), false, CLOCK))
                .withMessageContaining("plimsoll.events.per-minute");
    }

    @Test
    void aNoteIsOneLineThatTheApiServerTakes() {
        for (String text : List.of("x".repeat(5_000), "\u4e16".repeat(5_000), "\ud83d\ude00".repeat(5_000))) {
            String note = new ObjectEvent(REPLICA_SET, Reason.REFUSED, text).note();
            assertThat(note.getBytes(StandardCharsets.UTF_8).length).isBetween(700, 1024);
        }
        assertThat(new ObjectEvent(REPLICA_SET, Reason.REFUSED, "a\nb").note()).doesNotContain("\n");
    }
}
