package dev.plimsoll.certificate;

import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Puts changed certificate files into use without a restart, and keeps the old ones if the new cannot be used. */
public final class CertificateFiles implements Runnable {

    private static final Logger LOG = Logger.getLogger(CertificateFiles.class);

    private final PemFiles files;
    private final ServingCertificate certificate;
    private final Problems problems = new Problems(LOG);

    private CertificateFiles(PemFiles files, ServingCertificate certificate) {
        this.files = files;
        this.certificate = certificate;
    }

    /**
     * Begins to serve with the files.
     *
     * @throws InvalidCertificateException if the settings or the files cannot be used
     */
    public static CertificateFiles serving(CertificateSettings settings, ServingCertificate certificate) {
        PemFiles files = new PemFiles(
                required(settings.certFile(), "plimsoll.tls.cert-file"),
                required(settings.keyFile(), "plimsoll.tls.key-file"));
        certificate.use(files.read());
        return new CertificateFiles(files, certificate);
    }

    private static Path required(Optional<Path> file, String key) {
        return file.orElseThrow(() -> new InvalidCertificateException(
                ("%s is not set: the webhook is served over TLS only, and needs a certificate, or the rights to make one"
                                + " (plimsoll.tls.mode=selfManaged)")
                        .formatted(key)));
    }

    @Override
    public synchronized void run() {
        try {
            if (refresh()) {
                LOG.infof(
                        "serving with a new certificate, which ends at %s",
                        certificate.endsAt().orElseThrow());
            }
            problems.forget("files");
        } catch (InvalidCertificateException e) {
            problems.tell("files", "keeping the certificate in use: " + e.getMessage());
        }
    }

    /**
     * Looks at the files again.
     *
     * @return whether another certificate is in use now
     * @throws InvalidCertificateException if they cannot be used; what was in use stays so
     */
    boolean refresh() {
        return certificate.use(files.read());
    }
}
