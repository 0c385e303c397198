package dev.plimsoll.app;

import dev.plimsoll.kubernetes.Cluster;
import dev.plimsoll.kubernetes.PolicyStore;
import dev.plimsoll.kubernetes.ResourceState;
import dev.plimsoll.policy.ImageException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jboss.logging.Logger;

/** Puts changed policy files into force without a restart, and says what is wrong with those that cannot be. */
@Singleton
final class PolicyReload implements Runnable {

    private static final Logger LOG = Logger.getLogger(PolicyReload.class);

    private static final Duration SOON = Duration.ofDays(7);

    private final PolicyStore store;
    private volatile int problems;

    PolicyReload(PolicyStore store, Cluster cluster, MeterRegistry metrics) {
        this.store = store;
        register(store, cluster, metrics);
    }

    private void register(PolicyStore store, Cluster cluster, MeterRegistry metrics) {
        Gauge.builder("plimsoll.policies", () -> store.current().policies().size())
                .description("Policies in force")
                .register(metrics);
        Gauge.builder("plimsoll.exceptions", () -> store.current().exceptions().stream()
                        .filter(exception -> !exception.hasExpired(Instant.now()))
                        .count())
                .description("Exceptions in force")
                .register(metrics);
        Gauge.builder("plimsoll.exceptions.ending", () -> store.current().exceptions().stream()
                        .filter(PolicyReload::endsSoon)
                        .count())
                .description("Exceptions in force that end within seven days")
                .register(metrics);
        Gauge.builder("plimsoll.policies.problems", () -> problems + cluster.problems())
                .description("Problems in policies and exceptions; of what has any, the last good version is in force")
                .register(metrics);
        for (ResourceState state : ResourceState.values()) {
            Gauge.builder("plimsoll.policies.resources", () -> cluster.policies(state))
                    .description("ImageAdmissionPolicies of the cluster, by what has become of them")
                    .tag("state", state.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .register(metrics);
        }
        cluster.states().keySet().forEach(plural -> Gauge.builder(
                        "plimsoll.watch.age", () -> cluster.age(plural).toMillis() / 1000.0)
                .description("How long ago it was last known that no change of these resources was missed")
                .baseUnit("seconds")
                .tag("resource", plural)
                .register(metrics));
    }

    private static boolean endsSoon(ImageException exception) {
        Instant now = Instant.now();
        return !exception.hasExpired(now) && exception.hasExpired(now.plus(SOON));
    }

    @Override
    public void run() {
        PolicyStore.Refresh refresh = store.refresh();
        if (!refresh.changed()) {
            return;
        }
        problems = refresh.problems().size();
        refresh.problems().forEach(problem -> LOG.errorf("%s (the last good version stays in force)", problem));
        LOG.infof("%d policies are in force", store.current().policies().size());
    }
}
