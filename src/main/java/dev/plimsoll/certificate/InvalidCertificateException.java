package dev.plimsoll.certificate;

/** A certificate and key that cannot be served with. The message names the file and says why, for the operator. */
public final class InvalidCertificateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidCertificateException(String message) {
        super(message);
    }

    InvalidCertificateException(String message, Throwable cause) {
        super(message, cause);
    }
}
