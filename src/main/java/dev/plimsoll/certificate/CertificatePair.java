package dev.plimsoll.certificate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A certificate chain, leaf first, and the key that belongs to its leaf. */
record CertificatePair(List<X509Certificate> chain, PrivateKey key) {

    private static final byte[] PROBE = "does this key belong to that certificate?".getBytes(StandardCharsets.US_ASCII);

    CertificatePair {
        chain = List.copyOf(chain);
    }

    /**
     * @throws InvalidCertificateException if the key is not the leaf's: a server that takes such a pair fails every
     *     handshake from then on
     */
    static CertificatePair of(List<X509Certificate> chain, PrivateKey key) {
        CertificatePair pair = new CertificatePair(chain, key);
        if (!pair.belongTogether()) {
            throw new InvalidCertificateException("the private key is not that of the certificate for \"%s\""
                    .formatted(pair.leaf().getSubjectX500Principal()));
        }
        return pair;
    }

    X509Certificate leaf() {
        return chain.get(0);
    }

    Instant endsAt() {
        return leaf().getNotAfter().toInstant();
    }

    /** Whether a handshake that asks for a key of this type, EC or RSA for example, can be served with it. */
    boolean isOfType(String keyType) {
        return key.getAlgorithm().equals(keyType);
    }

    private boolean belongTogether() {
        PublicKey publicKey = leaf().getPublicKey();
        try {
            String algorithm = signatureAlgorithm(publicKey);
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(PROBE);
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(publicKey);
            verifying.update(PROBE);
            return verifying.verify(signing.sign());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String signatureAlgorithm(PublicKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
    }

    /** The pair as the platform's TLS wants to be introduced to it; the store never leaves memory. */
    KeyStore toKeyStore() {
        return toKeyStore(Optional.of(this));
    }

    /** The same, empty if there is no pair yet. */
    static KeyStore toKeyStore(Optional<CertificatePair> pair) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            if (pair.isPresent()) {
                X509Certificate[] chain = pair.get().chain().toArray(X509Certificate[]::new);
                store.setKeyEntry("plimsoll", pair.get().key(), new char[0], chain);
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new InvalidCertificateException("the certificate cannot be used", e);
        }
    }
}
