package dev.plimsoll.app;

import dev.plimsoll.certificate.CertificateConditions;
import dev.plimsoll.certificate.CertificateFiles;
import dev.plimsoll.certificate.CertificateMode;
import dev.plimsoll.certificate.CertificateSettings;
import dev.plimsoll.certificate.ServingCertificate;
import dev.plimsoll.kubernetes.ClusterCertificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The serving certificate, and who looks after it: as the settings say. */
final class CertificateUpkeep implements AutoCloseable {

    /** A replica without a certificate is to have one soon, whatever the period is. */
    private static final Duration OFTEN = Duration.ofSeconds(1);

    private final ServingCertificate certificate = new ServingCertificate();
    private final CertificateConditions conditions;
    private final Clock clock;
    private final Runnable look;
    private final Duration period;
    private final @Nullable ClusterCertificate selfManaged;

    CertificateUpkeep(CertificateSettings settings, Clock clock) {
        this.clock = clock;
        selfManaged = settings.mode() == CertificateMode.SELF_MANAGED
                ? ClusterCertificate.of(settings, certificate, clock)
                : null;
        look = selfManaged != null ? selfManaged : CertificateFiles.serving(settings, certificate);
        period = selfManaged != null && OFTEN.compareTo(settings.reloadPeriod()) < 0 ? OFTEN : settings.reloadPeriod();
        conditions = CertificateConditions.from(settings);
    }

    void begin(Executor executor) {
        if (selfManaged != null) {
            selfManaged.contend(executor);
        }
    }

    ServingCertificate certificate() {
        return certificate;
    }

    Runnable look() {
        return look;
    }

    Duration period() {
        return period;
    }

    /** Why a replica with it should not be called, for the operator. */
    Optional<String> problem() {
        return conditions.problem(certificate, clock.instant());
    }

    @Override
    public void close() {
        if (selfManaged != null) {
            selfManaged.close();
        }
    }
}
