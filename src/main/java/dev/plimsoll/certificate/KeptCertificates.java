package dev.plimsoll.certificate;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All that replicas share of the certificates that they make for themselves: the content of their Secret.
 *
 * @param authority that signs from now on
 * @param serving what is served with; by another authority while this one is not known to be trusted everywhere
 * @param trusted the authorities that clients are to trust, the present one first
 * @param former certificates by authorities before, as long as they are valid: somebody may still be served with them
 */
record KeptCertificates(
        CertificateAuthority authority,
        CertificatePair serving,
        List<X509Certificate> trusted,
        List<X509Certificate> former) {

    static final String CERTIFICATE = "tls.crt";
    static final String KEY = "tls.key";
    static final String BUNDLE = "ca.crt";
    static final String AUTHORITY_KEY = "ca.key";
    static final String FORMER = "former-tls.crt";

    KeptCertificates {
        trusted = List.copyOf(trusted);
        former = List.copyOf(former);
    }

    /**
     * @param data of a Secret, in Base64
     * @throws InvalidCertificateException if anything is missing, cannot be read or does not belong together
     */
    static KeptCertificates read(Map<String, String> data) {
        CertificatePair serving = CertificatePair.of(
                pem(data, CERTIFICATE).certificates(), pem(data, KEY).privateKey());
        List<X509Certificate> trusted = pem(data, BUNDLE).certificates();
        CertificatePair authority = CertificatePair.of(
                trusted.subList(0, 1), pem(data, AUTHORITY_KEY).privateKey());
        return new KeptCertificates(
                new CertificateAuthority(authority.leaf(), authority.key()),
                serving,
                trusted,
                pem(data, FORMER).certificatesIfAny());
    }

    private static Pem pem(Map<String, String> data, String key) {
        try {
            byte[] content = Base64.getDecoder().decode(data.getOrDefault(key, ""));
            return new Pem("its key " + key, new String(content, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new InvalidCertificateException("its key %s is not in Base64".formatted(key), e);
        }
    }

    /** As {@link #read} takes it. */
    Map<String, String> write() {
        return Stream.of(
                        Map.entry(CERTIFICATE, Pem.of(serving.chain())),
                        Map.entry(KEY, Pem.of(serving.key())),
                        Map.entry(BUNDLE, bundle()),
                        Map.entry(AUTHORITY_KEY, Pem.of(authority.key())),
                        Map.entry(FORMER, Pem.of(former)))
                .collect(toUnmodifiableMap(Map.Entry::getKey, entry -> base64(entry.getValue())));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Whom clients are to trust, in PEM. */
    String bundle() {
        return Pem.of(trusted);
    }

    boolean isServedByAuthority() {
        return CertificateAuthority.signed(serving.leaf(), authority.certificate());
    }

    boolean isServedByTrusted() {
        return trusted.stream().anyMatch(it -> CertificateAuthority.signed(serving.leaf(), it));
    }

    /** The same without what nobody needs any more. */
    KeptCertificates prunedAt(Instant now) {
        List<X509Certificate> stillValid = former.stream()
                .filter(it -> it.getNotAfter().toInstant().isAfter(now))
                .toList();
        List<X509Certificate> needed = trusted.stream()
                .filter(it -> it.equals(authority.certificate())
                        || CertificateAuthority.signed(serving.leaf(), it)
                        || stillValid.stream().anyMatch(leaf -> CertificateAuthority.signed(leaf, it)))
                .toList();
        return new KeptCertificates(authority, serving, needed, stillValid);
    }
}
