package dev.plimsoll.certificate;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/**
 * A text in PEM.
 *
 * @param origin where it is from, for messages; its content is never in them
 */
record Pem(String origin, String text) {

    /** @throws InvalidCertificateException if there is none, or one that cannot be read */
    List<X509Certificate> certificates() {
        List<X509Certificate> certificates = certificatesIfAny();
        if (certificates.isEmpty()) {
            throw new InvalidCertificateException("%s holds no certificate in PEM".formatted(origin));
        }
        return certificates;
    }

    /** @throws InvalidCertificateException if there is one that cannot be read */
    List<X509Certificate> certificatesIfAny() {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Object object : objects()) {
            if (object instanceof X509CertificateHolder holder) {
                certificates.add(convert(holder));
            }
        }
        return certificates;
    }

    /**
     * The first private key: PKCS#8, PKCS#1 or SEC 1.
     *
     * @throws InvalidCertificateException if there is none, or none that can be read
     */
    PrivateKey privateKey() {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        try {
            for (Object object : objects()) {
                if (object instanceof PEMKeyPair pair) {
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                }
                if (object instanceof PrivateKeyInfo info) {
                    return converter.getPrivateKey(info);
                }
            }
        } catch (IOException e) {
            throw new InvalidCertificateException("%s holds a private key of an unknown kind".formatted(origin), e);
        }
        throw new InvalidCertificateException("%s holds no private key in PEM, or an encrypted one".formatted(origin));
    }

    private X509Certificate convert(X509CertificateHolder holder) {
        try {
            return new JcaX509CertificateConverter().getCertificate(holder);
        } catch (CertificateException e) {
            throw new InvalidCertificateException("%s holds a certificate that cannot be read".formatted(origin), e);
        }
    }

    private List<Object> objects() {
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            List<Object> objects = new ArrayList<>();
            for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
                objects.add(next);
            }
            return objects;
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            // The parser fails in other ways than by an IOException for what is no Base64.
            throw new InvalidCertificateException("%s cannot be read as PEM".formatted(origin), e);
        }
    }

    static String of(List<X509Certificate> certificates) {
        return certificates.stream().map(Pem::write).collect(Collectors.joining());
    }

    /** PKCS#8 without a password. */
    static String of(PrivateKey key) {
        try {
            return write(new JcaPKCS8Generator(key, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String write(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
