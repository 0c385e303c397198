package dev.plimsoll.certificate;

import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Puts changed certificate files into use without a restart, and keeps the old ones if the new cannot be used. */
public final class CertificateReload implements Runnable {

    private static final Logger LOG = Logger.getLogger(CertificateReload.class);

    private final ServingCertificate certificate;
    private @Nullable String lastProblem;

    public CertificateReload(ServingCertificate certificate) {
        this.certificate = certificate;
    }

    @Override
    public synchronized void run() {
        try {
            if (certificate.refresh()) {
                LOG.infof("serving with a new certificate, which ends at %s", certificate.endsAt());
            }
            lastProblem = null;
        } catch (InvalidCertificateException e) {
            warnOnce(String.valueOf(e.getMessage()));
        }
    }

    /** Not at every look, or a forgotten file would fill the log. */
    private void warnOnce(String problem) {
        if (!Objects.equals(problem, lastProblem)) {
            LOG.warnf("keeping the certificate in use: %s", problem);
            lastProblem = problem;
        }
    }
}
