package dev.plimsoll;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.jspecify.annotations.Nullable;

/** A server's certificate and its key, and who signed it: an authority that exists for this one alone, or itself. */
public final class TestCertificates {

    private static final char[] NO_PASSWORD = new char[0];
    private static final Duration A_DAY = Duration.ofDays(1);
    private static final GeneralName[] LOOPBACK = {
        new GeneralName(GeneralName.dNSName, "localhost"), new GeneralName(GeneralName.iPAddress, "127.0.0.1")
    };

    private final KeyPair keys;
    private final X509Certificate certificate;

    /** The certificate itself where nobody else signed it. */
    private final X509Certificate authority;

    private TestCertificates(KeyPair keys, X509Certificate certificate, X509Certificate authority) {
        this.keys = keys;
        this.certificate = certificate;
        this.authority = authority;
    }

    /** For a server on {@code 127.0.0.1} and {@code localhost}, signed by an authority. */
    public static TestCertificates forLoopback() {
        return forLoopback(A_DAY);
    }

    /** The same, for this long from now. */
    public static TestCertificates forLoopback(Duration validity) {
        return byAnAuthority(validity, LOOPBACK);
    }

    /** For a server of that name, signed by an authority. */
    public static TestCertificates forHost(String name) {
        return byAnAuthority(A_DAY, new GeneralName(GeneralName.dNSName, name));
    }

    /** For {@code 127.0.0.1} and {@code localhost}, signed by itself, with a key on an elliptic curve. */
    public static TestCertificates ec() {
        return byItself(keys("EC"));
    }

    /** The same with an RSA key. */
    public static TestCertificates rsa() {
        return byItself(keys("RSA"));
    }

    private static TestCertificates byAnAuthority(Duration validity, GeneralName... names) {
        KeyPair authorityKeys = keys("EC");
        X509Certificate authority = certificate(authorityKeys, "CN=Test CA", authorityKeys, A_DAY, true);
        KeyPair keys = keys("EC");
        return new TestCertificates(
                keys, certificate(keys, "CN=Test server", authorityKeys, validity, false, names), authority);
    }

    private static TestCertificates byItself(KeyPair keys) {
        X509Certificate certificate = certificate(keys, "CN=Test CA", keys, A_DAY, true, LOOPBACK);
        return new TestCertificates(keys, certificate, certificate);
    }

    private static KeyPair keys(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate certificate(
            KeyPair keys,
            String subject,
            KeyPair issuerKeys,
            Duration validity,
            boolean authority,
            GeneralName... names) {
        Instant now = Instant.now();
        String signature = issuerKeys.getPrivate().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                            new X500Principal("CN=Test CA"),
                            BigInteger.valueOf(System.nanoTime()),
                            Date.from(now.minus(Duration.ofHours(1))),
                            Date.from(now.plus(validity)),
                            new X500Principal(subject),
                            keys.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (names.length > 0) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder(signature).build(issuerKeys.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public KeyPair keys() {
        return keys;
    }

    public String certificatePem() {
        return pem(certificate);
    }

    /** As the key's algorithm writes it by itself: PKCS#1 for RSA, SEC 1 for EC. */
    public String keyPem() {
        return pem(keyObject());
    }

    /** OpenSSL and Go name the curve within an EC key; the PEM writer would leave it out. */
    private Object keyObject() {
        if (!(keys.getPrivate() instanceof ECPrivateKey key)) {
            return keys.getPrivate();
        }
        try {
            return new PemObject(
                    "EC PRIVATE KEY",
                    new org.bouncycastle.asn1.sec.ECPrivateKey(256, key.getS(), SECObjectIdentifiers.secp256r1)
                            .getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes tls.crt and tls.key, as a Secret mounts them. */
    public void writeTo(Path folder) {
        write(folder.resolve("tls.crt"), certificatePem());
        write(folder.resolve("tls.key"), keyPem());
    }

    /** Writes ca.pem: whom to trust. */
    public Path authorityPem(Path folder) {
        return write(folder.resolve("ca.pem"), pem(authority));
    }

    public Path serverPem(Path folder) {
        return write(folder.resolve("server.pem"), certificatePem());
    }

    /** Writes server-key.pem, in PKCS#8. */
    public Path serverKeyPem(Path folder) {
        try {
            return write(folder.resolve("server-key.pem"), pem(new JcaPKCS8Generator(keys.getPrivate(), null)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pem(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static Path write(Path file, String content) {
        try {
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a server needs to present the certificate. */
    public SSLContext serverContext() {
        return context(null);
    }

    /** The same, for a server that can ask for certificates by this authority. */
    public SSLContext serverContextAskingClients() {
        return context(trust().getTrustManagers());
    }

    /** What a client needs to take the certificate for good. */
    public SSLContext clientContext() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust().getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private TrustManagerFactory trust() {
        try {
            KeyStore trusted = emptyStore();
            trusted.setCertificateEntry("authority", authority);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            return trust;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private SSLContext context(TrustManager @Nullable [] trust) {
        try {
            KeyStore store = emptyStore();
            store.setKeyEntry("server", keys.getPrivate(), NO_PASSWORD, chain());
            KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keyManagers.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers.getKeyManagers(), trust, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate[] chain() {
        return authority.equals(certificate)
                ? new X509Certificate[] {certificate}
                : new X509Certificate[] {certificate, authority};
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
