package dev.plimsoll.certificate;

/** Who makes the serving certificate. */
public enum CertificateMode {
    /** Somebody who renews its files: {@code cert-file} and {@code key-file}. */
    PROVIDED,
    /** cert-manager, whose Secret is mounted: files again. */
    CERT_MANAGER,
    /** The application itself, with a Secret that its replicas share. */
    SELF_MANAGED
}
