package dev.plimsoll.certificate;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** A certificate chain and its key in two PEM files, as a Secret of type kubernetes.io/tls mounts them. */
record PemFiles(Path certificate, Path key) {

    /** Far more than any chain needs. */
    private static final long LARGEST_FILE = 1 << 20;

    /** @throws InvalidCertificateException if the files cannot be read or do not belong together */
    CertificatePair read() {
        return CertificatePair.of(readChain(), readKey());
    }

    private List<X509Certificate> readChain() {
        List<X509Certificate> chain = new ArrayList<>();
        for (Object object : parse(certificate)) {
            if (object instanceof X509CertificateHolder holder) {
                chain.add(convert(holder));
            }
        }
        if (chain.isEmpty()) {
            throw new InvalidCertificateException("%s holds no certificate in PEM".formatted(certificate));
        }
        return chain;
    }

    private PrivateKey readKey() {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        try {
            for (Object object : parse(key)) {
                if (object instanceof PEMKeyPair pair) {
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                }
                if (object instanceof PrivateKeyInfo info) {
                    return converter.getPrivateKey(info);
                }
            }
        } catch (IOException e) {
            throw new InvalidCertificateException("%s holds a private key of an unknown kind".formatted(key), e);
        }
        throw new InvalidCertificateException("%s holds no private key in PEM, or an encrypted one".formatted(key));
    }

    private X509Certificate convert(X509CertificateHolder holder) {
        try {
            return new JcaX509CertificateConverter().getCertificate(holder);
        } catch (CertificateException e) {
            throw new InvalidCertificateException(
                    "%s holds a certificate that cannot be read".formatted(certificate), e);
        }
    }

    private static List<Object> parse(Path file) {
        try (Reader reader = open(file);
                PEMParser parser = new PEMParser(reader)) {
            List<Object> objects = new ArrayList<>();
            for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
                objects.add(next);
            }
            return objects;
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            // The parser fails in other ways than by an IOException for what is no Base64.
            throw new InvalidCertificateException("%s cannot be read as PEM".formatted(file), e);
        }
    }

    private static Reader open(Path file) throws IOException {
        if (Files.size(file) > LARGEST_FILE) {
            throw new InvalidCertificateException("%s is over %d bytes".formatted(file, LARGEST_FILE));
        }
        return Files.newBufferedReader(file);
    }
}
