package dev.plimsoll.app;

import dev.plimsoll.certificate.ServingCertificate;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** When certificates end, as points in time: an alert compares them with its own. */
final class CertificateMetrics {

    private CertificateMetrics() {}

    static void observe(ServingCertificate certificate, MeterRegistry registry) {
        observe("serving", certificate::endsAt, registry);
        observe("authority", certificate::authorityEndsAt, registry);
    }

    private static void observe(String which, Supplier<Optional<Instant>> end, MeterRegistry registry) {
        Gauge.builder("plimsoll.certificate.expiry.timestamp", () -> end.get()
                        .map(Instant::getEpochSecond)
                        .map(Long::doubleValue)
                        .orElse(Double.NaN))
                .description("When the certificate ends, in seconds since 1970; not a number while it is not known")
                .baseUnit("seconds")
                .tag("certificate", which)
                .register(registry);
    }
}
