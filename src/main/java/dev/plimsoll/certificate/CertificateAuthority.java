package dev.plimsoll.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A root of our own that signs serving certificates (ECDSA on P-256), by the profile of
 * <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4.2">RFC 5280</a>.
 */
record CertificateAuthority(X509Certificate certificate, PrivateKey key) {

    /** Clocks differ: what is made now is to be valid for who is this late. */
    static final Duration HEAD_START = Duration.ofMinutes(5);

    private static final SecureRandom RANDOM = new SecureRandom();

    /** RFC 5280 allows 20 octets; this is positive, and as long wherever it is written. */
    private static final int SERIAL_BITS = 127;

    private static final X500Name SERVER_NAME = new X500Name("CN=Plimsoll webhook");

    /** Makes one with a key of its own, and a name that no other has, so that it is not mistaken for the one before. */
    static CertificateAuthority create(Instant now, Duration life) {
        try {
            KeyPair keys = newKeys();
            BigInteger serial = newSerial();
            X500Name name = new X500Name("CN=Plimsoll CA " + serial.toString(Character.MAX_RADIX));
            JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
            X509v3CertificateBuilder builder = builder(name, serial, now, now.plus(life), name, keys.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(
                            Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(keys.getPublic()));
            return new CertificateAuthority(signed(builder, keys.getPrivate()), keys.getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw impossible(e);
        }
    }

    /**
     * Signs a serving certificate with a key of its own, which ends with this authority at the latest.
     *
     * @param names of the server in the DNS
     */
    CertificatePair issue(List<String> names, Instant now, Duration life) {
        try {
            KeyPair keys = newKeys();
            Instant end = now.plus(life).isBefore(endsAt()) ? now.plus(life) : endsAt();
            JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
            X500Name issuer =
                    X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
            X509v3CertificateBuilder builder = builder(issuer, newSerial(), now, end, SERVER_NAME, keys.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                    .addExtension(Extension.subjectAlternativeName, false, dnsNames(names))
                    .addExtension(
                            Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(keys.getPublic()))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            ids.createAuthorityKeyIdentifier(certificate.getPublicKey()));
            return CertificatePair.of(List.of(signed(builder, key)), keys.getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw impossible(e);
        }
    }

    /** Whether that certificate was signed by this one's key. */
    static boolean signed(X509Certificate certificate, X509Certificate byAuthority) {
        if (!certificate.getIssuerX500Principal().equals(byAuthority.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(byAuthority.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    Instant endsAt() {
        return certificate.getNotAfter().toInstant();
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }

    private static BigInteger newSerial() {
        return new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS - 1);
    }

    private static GeneralNames dnsNames(List<String> names) {
        return new GeneralNames(names.stream()
                .map(name -> new GeneralName(GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, BigInteger serial, Instant now, Instant end, X500Name subject, PublicKey key) {
        return new JcaX509v3CertificateBuilder(
                issuer, serial, Date.from(now.minus(HEAD_START)), Date.from(end), subject, key);
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey byKey)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(byKey)));
    }

    private static IllegalStateException impossible(Exception e) {
        return new IllegalStateException("this Java platform cannot make certificates", e);
    }
}
