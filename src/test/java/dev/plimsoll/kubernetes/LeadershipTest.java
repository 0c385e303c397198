package dev.plimsoll.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeadershipTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final List<String> leaders = new CopyOnWriteArrayList<>();
    private MockApiServer apiServer = MockApiServer.start();
    private KubernetesClient client = apiServer.newClient();

    @AfterEach
    void stop() {
        client.close();
        apiServer.close();
        executor.shutdownNow();
    }

    private Leadership contender(String identity) {
        ElectionLease lease = new ElectionLease(
                "plimsoll",
                "plimsoll-status",
                identity,
                Duration.ofSeconds(2),
                Duration.ofMillis(1200),
                Duration.ofMillis(100));
        return Leadership.contend(client, lease, () -> leaders.add(identity), executor);
    }

    private Lease lease() {
        return client.leases()
                .inNamespace("plimsoll")
                .withName("plimsoll-status")
                .get();
    }

    @Test
    void oneOfTwoLeads() {
        try (Leadership a = contender("a");
                Leadership b = contender("b")) {
            await().atMost(PATIENCE).until(() -> a.isLeading() || b.isLeading());
            await().during(Duration.ofSeconds(3)).atMost(PATIENCE).until(() -> a.isLeading() != b.isLeading());
            assertThat(leaders).hasSize(1);
            assertThat(lease().getSpec().getHolderIdentity()).isEqualTo(leaders.get(0));
        }
    }

    @Test
    void whoDoesNotLeadKnowsWhoDoes() {
        Leadership a = contender("a");
        await().atMost(PATIENCE).until(a::isLeading);
        try (Leadership b = contender("b")) {
            await().atMost(PATIENCE).until(() -> b.leader().equals(Optional.of("a")));
            assertThat(a.leader()).contains("a");
            a.close();
            await().atMost(PATIENCE).until(() -> b.leader().equals(Optional.of("b")));
        }
    }

    @Test
    void whoIsClosedLetsTheNextLeadAtOnce() {
        Leadership a = contender("a");
        await().atMost(PATIENCE).until(a::isLeading);
        try (Leadership b = contender("b")) {
            a.close();
            assertThat(a.isLeading()).isFalse();
            assertThat(lease().getSpec().getHolderIdentity()).isNotEqualTo("a");
            await().atMost(PATIENCE).until(b::isLeading);
            assertThat(leaders).containsExactly("a", "b");
        }
    }

    @Test
    void contendsUntilTheApiServerAppears() {
        apiServer.disappear();
        try (Leadership a = contender("a")) {
            await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> !a.isLeading());
            apiServer.appear();
            await().atMost(PATIENCE).until(a::isLeading);
        }
    }

    @Test
    void leadsNoMoreWithoutTheApiServerAndAgainOnceItIsBack() {
        try (Leadership a = contender("a")) {
            await().atMost(PATIENCE).until(a::isLeading);
            apiServer.disappear();
            await().atMost(PATIENCE).until(() -> !a.isLeading());
            apiServer.appear();
            await().atMost(PATIENCE).until(a::isLeading);
        }
    }

    @Test
    void leadsAgainAfterItsLeaseWasDeleted() {
        try (Leadership a = contender("a")) {
            await().atMost(PATIENCE).until(a::isLeading);
            client.leases().inNamespace("plimsoll").withName("plimsoll-status").delete();
            await().atMost(PATIENCE).until(() -> lease() != null && a.isLeading());
        }
    }

    /** What the elector cannot read would end it for good. */
    @Test
    void contendsUntilAnUnreadableLeaseIsMended() {
        client.resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withNamespace("plimsoll")
                        .withName("plimsoll-status")
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity("nobody")
                        .withLeaseDurationSeconds(1)
                        .endSpec()
                        .build())
                .create();
        try (Leadership a = contender("a")) {
            await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> !a.isLeading());
            client.leases().inNamespace("plimsoll").withName("plimsoll-status").delete();
            await().atMost(PATIENCE).until(a::isLeading);
        }
    }

    @Test
    void closesInTimeWithoutTheApiServer() {
        Leadership a = contender("a");
        await().atMost(PATIENCE).until(a::isLeading);
        apiServer.disappear();
        long before = System.nanoTime();
        a.close();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        assertThat(a.isLeading()).isFalse();
        apiServer.appear();
    }

    @Test
    void refusesAPaceAtWhichTwoCouldLead() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new ElectionLease("n", "l", "a", second, second, Duration.ofMillis(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longer than its deadline for renewal");
    }
}
