package dev.plimsoll.app;

import dev.plimsoll.admission.AdmissionHandler;
import dev.plimsoll.kubernetes.Cluster;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** What is done from time to time: looking whether the certificate or the policies have changed. */
@Singleton
final class Housekeeping {

    private static final Logger LOG = Logger.getLogger(Housekeeping.class);

    /** How soon the status of a policy says what has become of it. It costs a comparison in memory. */
    private static final Duration CLUSTER_PERIOD = Duration.ofSeconds(2);

    private final CertificateUpkeep certificate;
    private final PolicyReload policyReload;
    private final Cluster cluster;
    private final Duration policiesPeriod;
    private final ScheduledExecutorService executor;

    Housekeeping(
            CertificateUpkeep certificate,
            PolicyReload policyReload,
            Cluster cluster,
            PlimsollSettings settings,
            MeterRegistry metrics,
            ScheduledExecutorService executor) {
        this.certificate = certificate;
        this.policyReload = policyReload;
        this.cluster = cluster;
        this.policiesPeriod = settings.policiesReloadPeriod();
        this.executor = executor;
        CertificateMetrics.observe(certificate.certificate(), metrics);
    }

    /** The handler comes along so that whatever it is built of is built now, and fails now if it must. */
    void begin(@Observes StartupEvent started, AdmissionHandler handler) {
        LOG.debugf("reviews are answered by %s", handler);
        certificate.begin(executor);
        every(certificate.period(), certificate.look());
        every(policiesPeriod, policyReload);
        every(CLUSTER_PERIOD, cluster);
    }

    private void every(Duration period, Runnable task) {
        executor.scheduleWithFixedDelay(
                () -> runSafely(task), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A task that fails once would otherwise never be run again. */
    private static void runSafely(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("housekeeping failed, and is tried again", e);
        }
    }
}
