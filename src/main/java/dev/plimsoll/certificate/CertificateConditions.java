package dev.plimsoll.certificate;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a certificate must be for a replica to be called.
 *
 * @param minRemaining the time that it must still be valid for
 * @param host that it must be for, if that is known
 */
public record CertificateConditions(Duration minRemaining, Optional<String> host) {

    public static CertificateConditions from(CertificateSettings settings) {
        Optional<String> host = settings.mode() == CertificateMode.SELF_MANAGED
                ? Optional.of(ServiceName.of(settings.selfManaged()).host())
                : settings.host();
        return new CertificateConditions(settings.minRemaining(), host);
    }

    /** What is wrong with it, for the operator; empty if nothing is. */
    public Optional<String> problem(ServingCertificate certificate, Instant now) {
        return certificate.leaf().map(leaf -> problem(leaf, now)).orElse(Optional.of("there is no certificate yet"));
    }

    Optional<String> problem(X509Certificate leaf, Instant now) {
        Instant begin = leaf.getNotBefore().toInstant();
        Instant end = leaf.getNotAfter().toInstant();
        if (now.isBefore(begin)) {
            return Optional.of("the certificate is not valid before %s".formatted(begin));
        }
        if (!now.plus(minRemaining).isBefore(end)) {
            return Optional.of("the certificate ends at %s, within plimsoll.tls.min-remaining".formatted(end));
        }
        return host.filter(name -> !ServedNames.of(leaf).include(name))
                .map(name -> "the certificate is not for %s, but for %s"
                        .formatted(name, ServedNames.of(leaf).names()));
    }
}
