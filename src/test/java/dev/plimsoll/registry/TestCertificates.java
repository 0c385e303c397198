package dev.plimsoll.registry;

import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemGenerationException;
import org.jspecify.annotations.Nullable;

/** A certificate authority of one test, and a server's certificate by it. */
public final class TestCertificates {

    private static final char[] NO_PASSWORD = new char[0];

    private final X509Certificate authority;
    private final X509Certificate server;
    private final KeyPair serverKey;

    private TestCertificates(Duration validity, GeneralName... names) {
        try {
            KeyPair authorityKey = keyPair();
            serverKey = keyPair();
            authority = certificate(authorityKey, "CN=Test CA", authorityKey, Duration.ofDays(1), true);
            server = certificate(serverKey, "CN=Test server", authorityKey, validity, false, names);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For a server on {@code 127.0.0.1} and {@code localhost}. */
    public static TestCertificates forLoopback() {
        return forLoopback(Duration.ofDays(1));
    }

    /** The same, for this long from now. */
    public static TestCertificates forLoopback(Duration validity) {
        return new TestCertificates(
                validity,
                new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                new GeneralName(GeneralName.dNSName, "localhost"));
    }

    /** For a server of that name. */
    public static TestCertificates forHost(String name) {
        return new TestCertificates(Duration.ofDays(1), new GeneralName(GeneralName.dNSName, name));
    }

    private static KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(
            KeyPair key, String subject, KeyPair issuerKey, Duration validity, boolean authority, GeneralName... names)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Principal("CN=Test CA"),
                BigInteger.valueOf(System.nanoTime()),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(validity)),
                new X500Principal(subject),
                key.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        if (names.length > 0) {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey.getPrivate())));
    }

    /** What a server needs to present the certificate. */
    public SSLContext serverContext() {
        return context(null);
    }

    /** The same, for a server that can ask for certificates by this authority. */
    public SSLContext serverContextAskingClients() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", authority);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            return context(trust.getTrustManagers());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private SSLContext context(TrustManager @Nullable [] trust) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", serverKey.getPrivate(), NO_PASSWORD, new X509Certificate[] {server, authority});
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public Path authorityPem(Path folder) {
        return write(folder.resolve("ca.pem"), authority);
    }

    public Path serverPem(Path folder) {
        return write(folder.resolve("server.pem"), server);
    }

    public Path serverKeyPem(Path folder) {
        try {
            return write(folder.resolve("server-key.pem"), new JcaPKCS8Generator(serverKey.getPrivate(), null));
        } catch (PemGenerationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path write(Path file, Object content) {
        try (Writer writer = Files.newBufferedWriter(file);
                JcaPEMWriter pem = new JcaPEMWriter(writer)) {
            pem.writeObject(content);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return file;
    }
}
