package dev.plimsoll.certificate;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** A certificate by which this side of a connection presents itself. */
public final class ClientCertificate {

    private ClientCertificate() {}

    /**
     * Reads the certificate with its chain, and its key.
     *
     * @throws InvalidCertificateException if the PEM files cannot be read or do not belong together
     */
    public static KeyManager[] keyManagers(Path certificate, Path key) {
        CertificatePair pair = new PemFiles(certificate, key).read();
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(pair.toKeyStore(), new char[0]);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw new InvalidCertificateException("%s cannot be used".formatted(certificate), e);
        }
    }
}
