package dev.plimsoll.certificate;

import io.quarkus.tls.KeyStoreAndKeyCertOptions;
import io.quarkus.tls.KeyStoreProvider;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/** The certificate in use: the last pair of files that belonged together. */
public final class ServingCertificate implements KeyStoreProvider {

    private final PemFiles files;
    private final CurrentKeyManager keyManager;

    private ServingCertificate(PemFiles files) {
        this.files = files;
        this.keyManager = new CurrentKeyManager(files.read());
    }

    /** @throws InvalidCertificateException if the settings or the files cannot be used */
    public static ServingCertificate from(CertificateSettings settings) {
        return new ServingCertificate(new PemFiles(
                required(settings.certFile(), "plimsoll.tls.cert-file"),
                required(settings.keyFile(), "plimsoll.tls.key-file")));
    }

    private static Path required(Optional<Path> file, String key) {
        return file.orElseThrow(() -> new InvalidCertificateException(
                "%s is not set: the webhook is served over TLS only, and needs a certificate".formatted(key)));
    }

    /**
     * Looks at the files again.
     *
     * @return whether another certificate is in use now
     * @throws InvalidCertificateException if they cannot be used; what was in use stays so
     */
    public boolean refresh() {
        CertificatePair read = files.read();
        if (read.equals(keyManager.current())) {
            return false;
        }
        keyManager.use(read);
        return true;
    }

    public X509Certificate leaf() {
        return keyManager.current().leaf();
    }

    public Instant endsAt() {
        return keyManager.current().endsAt();
    }

    @Override
    public KeyStoreAndKeyCertOptions getKeyStore(Vertx vertx) {
        return new KeyStoreAndKeyCertOptions(keyManager.current().toKeyStore(), KeyCertOptions.wrap(keyManager));
    }
}
