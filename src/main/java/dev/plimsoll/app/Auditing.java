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
import dev.plimsoll.image.DataSize;
import dev.plimsoll.kubernetes.Cluster;
import dev.plimsoll.kubernetes.ClusterObjects;
import dev.plimsoll.kubernetes.ClusterPullSecrets;
import dev.plimsoll.kubernetes.ClusterSettings;
import dev.plimsoll.kubernetes.PolicyStore;
import dev.plimsoll.kubernetes.WorkloadMapper;
import dev.plimsoll.registry.RegistryInspector;
import dev.plimsoll.registry.RegistrySettings;
import dev.plimsoll.web.AuditState;
import dev.plimsoll.web.WebSettings;
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

    /** For what images are made of, where a page shows it: enough for about 5,000 images. */
    private static final DataSize ROOM_FOR_FACTS = DataSize.ofMebibytes(16);

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
    private volatile @Nullable ClusterObjects objects;
    private volatile @Nullable AuditLoop loop;
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
            WebSettings web,
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
        Judging plain = new Judging(
                lookedUp -> new Evaluator(lookedUp, pullSecrets, plimsoll.mode(), clock, Runnable::run),
                inspector,
                plimsoll.mode(),
                bases,
                new DockerHubBudget(settings.dockerHubLookups(), clock),
                settings.lookupsAtOnce(),
                registries.lookupTimeout().plus(GRACE),
                settings.mostFindings());
        this.judging = web.enabled() ? plain.keepingFacts(ROOM_FOR_FACTS) : plain;
    }

    void begin(@Observes StartupEvent started) {
        if (!cluster.isWatched() || settings.interval().isZero()) {
            return;
        }
        ClusterObjects there = ClusterObjects.of(Optional.empty());
        there.contend(clusterSettings, settings.lease());
        AuditLoop auditLoop = new AuditLoop(
                new Scan(there, surroundings, judging, clock),
                settings.reports().kind().map(there::reports),
                settings,
                policies::current,
                () -> there.isLeading() && cluster.isReady(),
                new AuditMetrics(metrics, clock, settings.interval(), settings.namespacesInMetrics()),
                clock);
        objects = there;
        loop = auditLoop;
        executor = Executors.newSingleThreadScheduledExecutor(Auditing::daemon);
        executor.scheduleWithFixedDelay(
                () -> runSafely(auditLoop), LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
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

    /** What this replica can show of the audit. */
    AuditState state() {
        ClusterObjects there = objects;
        AuditLoop auditLoop = loop;
        if (there == null || auditLoop == null) {
            return new AuditState.Off(
                    cluster.isWatched()
                            ? "The audit is off: plimsoll.audit.interval is 0."
                            : "No cluster is looked at: plimsoll.cluster.watch is off, or this is no pod of a cluster.");
        }
        return auditLoop
                .last()
                .<AuditState>map(AuditState.Known::new)
                .orElseGet(() -> there.isLeading()
                        ? new AuditState.Waiting(auditLoop.problem())
                        : new AuditState.Elsewhere(
                                there.leaseNamespace(), there.leader().orElse("")));
    }

    @PreDestroy
    void end() {
        if (executor != null) {
            executor.shutdownNow();
        }
        ClusterObjects there = objects;
        if (there != null) {
            there.close();
        }
    }
}
