package dev.plimsoll.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom a TLS client trusts, and as whom it presents itself. */
final class Tls {

    private Tls() {}

    /**
     * Trusts what the system trusts, and these.
     *
     * @param clientKeys with which it presents itself where it is asked to; null for none
     */
    static SSLContext context(List<Certificate> alsoTrusted, KeyManager @Nullable [] clientKeys) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(clientKeys, trust(alsoTrusted), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("TLS cannot be set up", e);
        }
    }

    private static TrustManager @Nullable [] trust(List<Certificate> alsoTrusted)
            throws GeneralSecurityException, IOException {
        if (alsoTrusted.isEmpty()) {
            return null;
        }
        List<Certificate> trusted = new ArrayList<>(alsoTrusted);
        for (TrustManager manager : managers(null)) {
            if (manager instanceof X509TrustManager system) {
                trusted.addAll(List.<X509Certificate>of(system.getAcceptedIssuers()));
            }
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (Certificate certificate : trusted) {
            store.setCertificateEntry("trusted-" + store.size(), certificate);
        }
        return managers(store);
    }

    private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /**
     * Reads PEM certificates.
     *
     * @throws IllegalArgumentException if the file cannot be read or holds none
     */
    static List<Certificate> certificates(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            List<Certificate> certificates =
                    List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(pem));
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException("%s holds no PEM certificate".formatted(file));
            }
            return certificates;
        } catch (IOException e) {
            throw new IllegalArgumentException("%s cannot be read".formatted(file), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("%s holds no PEM certificates".formatted(file), e);
        }
    }
}
