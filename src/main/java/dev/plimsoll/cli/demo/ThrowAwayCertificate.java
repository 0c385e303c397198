package dev.plimsoll.cli.demo;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A serving certificate for localhost that is good for a day, and the authority that nobody else trusts.
 *
 * @param authority that signed it; its own key is forgotten at once
 */
public record ThrowAwayCertificate(X509Certificate authority, X509Certificate certificate, PrivateKey key) {

    private static final Duration LIFE = Duration.ofDays(1);

    /** Clocks differ. */
    private static final Duration HEAD_START = Duration.ofMinutes(5);

    private static final X500Name AUTHORITY_NAME = new X500Name("CN=Plimsoll demo authority");
    private static final X500Name SERVER_NAME = new X500Name("CN=Plimsoll demo");

    /** Makes a new one, with keys of its own (ECDSA, P-256). */
    public static ThrowAwayCertificate issue() {
        try {
            KeyPair authorityKeys = newKeys();
            KeyPair serverKeys = newKeys();
            X509Certificate authority = signed(authority(authorityKeys), authorityKeys);
            X509Certificate certificate = signed(server(serverKeys), authorityKeys);
            return new ThrowAwayCertificate(authority, certificate, serverKeys.getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("this Java platform cannot make certificates", e);
        }
    }

    /** Writes the authority's certificate as PEM. */
    public void writeAuthority(Path file) throws IOException {
        Files.writeString(file, pem(authority));
    }

    /** Writes the serving certificate as PEM. */
    public void writeCertificate(Path file) throws IOException {
        Files.writeString(file, pem(certificate));
    }

    /** Writes the serving certificate's key as PEM, PKCS#8 without a password. */
    public void writeKey(Path file) throws IOException {
        Files.writeString(file, pem(new JcaPKCS8Generator(key, null)));
    }

    /** For clients: trusts this certificate's authority and nobody else. */
    public SSLContext trustingContext() {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", authority);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java platform cannot trust a certificate", e);
        }
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static X509v3CertificateBuilder authority(KeyPair keys) throws CertIOException {
        return builder(AUTHORITY_NAME, keys)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
    }

    private static X509v3CertificateBuilder server(KeyPair keys) throws CertIOException {
        GeneralName[] names = {
            new GeneralName(GeneralName.dNSName, "localhost"), new GeneralName(GeneralName.iPAddress, "127.0.0.1")
        };
        return builder(SERVER_NAME, keys)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }

    private static X509v3CertificateBuilder builder(X500Name subject, KeyPair keys) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                AUTHORITY_NAME,
                new BigInteger(127, new SecureRandom()).setBit(126),
                Date.from(now.minus(HEAD_START)),
                Date.from(now.plus(LIFE)),
                subject,
                keys.getPublic());
    }

    private static X509Certificate signed(X509v3CertificateBuilder certificate, KeyPair authorityKeys)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter()
                .getCertificate(certificate.build(
                        new JcaContentSignerBuilder("SHA256withECDSA").build(authorityKeys.getPrivate())));
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
