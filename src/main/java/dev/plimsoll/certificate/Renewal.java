package dev.plimsoll.certificate;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When certificates are renewed: at two thirds of their life. What is served changes last: a new authority is announced
 * beside the old one, and signs nothing that is served before clients are known to trust it; the old one is trusted until
 * the last certificate by it has ended. Only where what is served is worth nothing any more is there nothing to wait for.
 *
 * @param names that serving certificates are for
 * @param authorityLife for which an authority is made
 * @param life for which a serving certificate is made
 */
record Renewal(List<String> names, Duration authorityLife, Duration life) {

    Renewal {
        names = List.copyOf(names);
    }

    /**
     * The next step, or the same if there is nothing to do.
     *
     * @param announced whether all that is to be trusted is known to be trusted by clients
     */
    KeptCertificates next(@Nullable KeptCertificates kept, Instant now, boolean announced) {
        if (kept == null) {
            return first(now);
        }
        boolean worthServing = isWorthServing(kept, now);
        if (isDue(kept.authority().certificate(), now)) {
            return withNewAuthority(kept, now, worthServing);
        }
        if (!worthServing || mayBeRenewed(kept, now, announced)) {
            return withNewServing(kept, now);
        }
        return kept.prunedAt(now);
    }

    private KeptCertificates first(Instant now) {
        CertificateAuthority authority = CertificateAuthority.create(now, authorityLife);
        return new KeptCertificates(
                authority, authority.issue(names, now, life), List.of(authority.certificate()), List.of());
    }

    private KeptCertificates withNewAuthority(KeptCertificates kept, Instant now, boolean worthServing) {
        CertificateAuthority authority = CertificateAuthority.create(now, authorityLife);
        List<X509Certificate> trusted = new ArrayList<>(kept.trusted());
        trusted.add(0, authority.certificate());
        CertificatePair serving = worthServing ? lastOf(kept, now) : authority.issue(names, now, life);
        return new KeptCertificates(authority, serving, trusted, kept.former()).prunedAt(now);
    }

    /** What is served until all trust the new authority: it must not end before they have had time to hear of it. */
    private CertificatePair lastOf(KeptCertificates kept, Instant now) {
        boolean canBeRenewed =
                kept.isServedByAuthority() && isValid(kept.authority().certificate(), now);
        return canBeRenewed && isDue(kept.serving().leaf(), now)
                ? kept.authority().issue(names, now, life)
                : kept.serving();
    }

    private KeptCertificates withNewServing(KeptCertificates kept, Instant now) {
        List<X509Certificate> former = new ArrayList<>(kept.former());
        if (!kept.isServedByAuthority()) {
            former.add(kept.serving().leaf());
        }
        CertificatePair serving = kept.authority().issue(names, now, life);
        return new KeptCertificates(kept.authority(), serving, kept.trusted(), former).prunedAt(now);
    }

    private boolean isWorthServing(KeptCertificates kept, Instant now) {
        X509Certificate leaf = kept.serving().leaf();
        return isValid(leaf, now)
                && kept.isServedByTrusted()
                && names.stream().allMatch(name -> ServedNames.of(leaf).include(name));
    }

    private static boolean mayBeRenewed(KeptCertificates kept, Instant now, boolean announced) {
        return kept.isServedByAuthority() ? isDue(kept.serving().leaf(), now) : announced;
    }

    private static boolean isValid(X509Certificate certificate, Instant now) {
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && now.isBefore(certificate.getNotAfter().toInstant());
    }

    private static boolean isDue(X509Certificate certificate, Instant now) {
        Instant begin = certificate.getNotBefore().toInstant().plus(CertificateAuthority.HEAD_START);
        Duration whole = Duration.between(begin, certificate.getNotAfter().toInstant());
        return !isValid(certificate, now)
                || !now.isBefore(begin.plus(whole.multipliedBy(2).dividedBy(3)));
    }
}
