package dev.plimsoll.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A certificate chain and its key in two PEM files, as a Secret of type kubernetes.io/tls mounts them. */
record PemFiles(Path certificate, Path key) {

    /** Far more than any chain needs. */
    private static final long LARGEST_FILE = 1 << 20;

    /** @throws InvalidCertificateException if the files cannot be read or do not belong together */
    CertificatePair read() {
        return CertificatePair.of(pem(certificate).certificates(), pem(key).privateKey());
    }

    private static Pem pem(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new InvalidCertificateException("%s is over %d bytes".formatted(file, LARGEST_FILE));
            }
            return new Pem(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new InvalidCertificateException("%s cannot be read as PEM".formatted(file), e);
        }
    }
}
