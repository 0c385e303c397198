package dev.plimsoll.certificate;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * A certificate for localhost that signs itself, and its key.
 *
 * @param keyPem as the key's algorithm writes it by itself: PKCS#1 for RSA, SEC 1 for EC
 */
public record TestCertificates(X509Certificate certificate, KeyPair keys, String certificatePem, String keyPem) {

    public static TestCertificates ec() {
        return of("EC", "SHA256withECDSA");
    }

    public static TestCertificates rsa() {
        return of("RSA", "SHA256withRSA");
    }

    /** Writes tls.crt and tls.key, as a Secret mounts them. */
    public void writeTo(Path folder) {
        try {
            Files.writeString(folder.resolve("tls.crt"), certificatePem);
            Files.writeString(folder.resolve("tls.key"), keyPem);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static TestCertificates of(String keyAlgorithm, String signature) {
        try {
            KeyPair keys = generator(keyAlgorithm).generateKeyPair();
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(
                            builder(keys).build(new JcaContentSignerBuilder(signature).build(keys.getPrivate())));
            return new TestCertificates(certificate, keys, pem(certificate), pem(keyObject(keys)));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPairGenerator generator(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("EC")) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        } else {
            generator.initialize(2048);
        }
        return generator;
    }

    private static X509v3CertificateBuilder builder(KeyPair keys) throws CertIOException {
        Instant now = Instant.now();
        X500Name name = new X500Name("CN=plimsoll test");
        GeneralName[] names = {
            new GeneralName(GeneralName.dNSName, "localhost"), new GeneralName(GeneralName.iPAddress, "127.0.0.1")
        };
        return new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.valueOf(System.nanoTime()),
                        Date.from(now.minus(Duration.ofHours(1))),
                        Date.from(now.plus(Duration.ofDays(1))),
                        name,
                        keys.getPublic())
                .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names))
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    }

    /** OpenSSL and Go name the curve within an EC key; the PEM writer would leave it out. */
    private static Object keyObject(KeyPair keys) throws IOException {
        if (!(keys.getPrivate() instanceof ECPrivateKey key)) {
            return keys.getPrivate();
        }
        byte[] sec1 = new org.bouncycastle.asn1.sec.ECPrivateKey(256, key.getS(), SECObjectIdentifiers.secp256r1)
                .getEncoded();
        return new PemObject("EC PRIVATE KEY", sec1);
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
