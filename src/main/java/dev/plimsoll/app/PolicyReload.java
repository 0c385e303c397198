package dev.plimsoll.app;

import dev.plimsoll.kubernetes.PolicyStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Puts changed policy files into force without a restart, and says what is wrong with those that cannot be. */
@Singleton
final class PolicyReload implements Runnable {

    private static final Logger LOG = Logger.getLogger(PolicyReload.class);

    private final PolicyStore store;
    private volatile int problems;

    PolicyReload(PolicyStore store, MeterRegistry metrics) {
        this.store = store;
        Gauge.builder("plimsoll.policies", () -> store.current().policies().size())
                .description("Policies in force")
                .register(metrics);
        Gauge.builder("plimsoll.policies.problems", () -> problems)
                .description("Problems in the policy files; while there are any, the last good version is in force")
                .register(metrics);
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
