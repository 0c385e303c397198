package dev.plimsoll.app;

import dev.plimsoll.admission.AdmissionSettings;
import dev.plimsoll.audit.AuditLoop;
import dev.plimsoll.audit.AuditMetrics;
import dev.plimsoll.audit.AuditSettings;
import dev.plimsoll.audit.DockerHubBudget;
import dev.plimsoll.audit.Judging;
import dev.plimsoll.audit.Scan;
import dev.plimsoll.audit.Surroundings;
import dev.plimsoll.base.KnownBases;
import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.kubernetes.Cluster;
import dev.plimsoll.kubernetes.ClusterObjects;
import dev.plimsoll.kubernetes.ClusterPullSecrets;
import dev.plimsoll.kubernetes.ClusterSettings;
import dev.plimsoll.kubernetes.PolicyStore;
import dev.plimsoll.kubernetes.WorkloadMapper;
import dev.plimsoll.registry.RegistryInspector;
import dev.plimsoll.registry.RegistrySettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Has what runs audited from time to time, on a thread of its own, where there is a cluster to look at. */
@Singleton
final class Auditing {

    private static final Logger LOG = Logger.getLogger(Auditing.class);

    /** How soon a change of policies, or leading, is noticed. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    /** Beyond the inspector's own. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final AuditSettings settings;
    private final ClusterSettings clusterSettings;
    private final Cluster cluster;
    private final PolicyStore policies;
    private final Surroundings surroundings;
    private final Judging judging;
    private final MeterRegistry metrics;
    private final Clock clock;
    private @Nullable ClusterObjects objects;
    private @Nullable ScheduledExecutorService executor;

    Auditing(
            AuditSettings settings,
            ClusterSettings clusterSettings,
            PlimsollSettings plimsoll,
            AdmissionSettings admission,
            RegistrySettings registries,
            Cluster cluster,
            PolicyStore policies,
            WorkloadMapper mapper,
            RegistryInspector inspector,
            ClusterPullSecrets pullSecrets,
            KnownBases bases,
            MeterRegistry metrics,
            Clock clock) {
        this.settings = settings;
        this.clusterSettings = clusterSettings;
        this.cluster = cluster;
        this.policies = policies;
        this.metrics = metrics;
        this.clock = clock;
        Set<String> excluded = admission.excludedNamespaces();
        this.surroundings = new Surroundings(
                mapper, cluster::namespace, cluster::namespaces, namespace -> !excluded.contains(namespace));
        this.judging = new Judging(
                lookedUp -> new Evaluator(lookedUp, pullSecrets, plimsoll.mode(), clock, Runnable::run),
                inspector,
                plimsoll.mode(),
                bases,
                new DockerHubBudget(settings.dockerHubLookups(), clock),
                settings.lookupsAtOnce(),
                registries.lookupTimeout().plus(GRACE),
                settings.mostFindings());
    }

    void begin(@Observes StartupEvent started) {
        if (!cluster.isWatched() || settings.interval().isZero()) {
            return;
        }
        ClusterObjects there = ClusterObjects.of(Optional.empty());
        there.contend(clusterSettings, settings.lease());
        AuditLoop loop = new AuditLoop(
                new Scan(there, surroundings, judging, clock),
                settings.reports().kind().map(there::reports),
                settings,
                policies::current,
                () -> there.isLeading() && cluster.isReady(),
                new AuditMetrics(metrics, clock, settings.interval(), settings.namespacesInMetrics()),
                clock);
        objects = there;
        executor = Executors.newSingleThreadScheduledExecutor(Auditing::daemon);
        executor.scheduleWithFixedDelay(() -> runSafely(loop), LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "plimsoll-audit");
        thread.setDaemon(true);
        return thread;
    }

    /** A task that fails once would otherwise never be run again. */
    private static void runSafely(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("the audit failed, and is tried again", e);
        }
    }

    @PreDestroy
    void end() {
        if (executor != null) {
            executor.shutdownNow();
        }
        if (objects != null) {
            objects.close();
        }
    }
}
