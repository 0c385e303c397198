package dev.plimsoll.app;

import dev.plimsoll.admission.AdmissionHandler;
import dev.plimsoll.certificate.CertificateReload;
import dev.plimsoll.certificate.CertificateSettings;
import dev.plimsoll.certificate.ServingCertificate;
import dev.plimsoll.kubernetes.Cluster;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
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

    private final CertificateReload certificateReload;
    private final PolicyReload policyReload;
    private final Cluster cluster;
    private final Duration certificatePeriod;
    private final Duration policiesPeriod;
    private final ScheduledExecutorService executor;

    Housekeeping(
            @Identifier("plimsoll") ServingCertificate certificate,
            PolicyReload policyReload,
            Cluster cluster,
            CertificateSettings certificateSettings,
            PlimsollSettings settings,
            ScheduledExecutorService executor) {
        this.certificateReload = new CertificateReload(certificate);
        this.policyReload = policyReload;
        this.cluster = cluster;
        this.certificatePeriod = certificateSettings.reloadPeriod();
        this.policiesPeriod = settings.policiesReloadPeriod();
        this.executor = executor;
    }

    /** The handler comes along so that whatever it is built of is built now, and fails now if it must. */
    void begin(@Observes StartupEvent started, AdmissionHandler handler) {
        LOG.debugf("reviews are answered by %s", handler);
        every(certificatePeriod, certificateReload);
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
