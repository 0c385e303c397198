package dev.plimsoll.kubernetes;

/** What the API server knows of the webhook could not be read or changed; the message says why, for people. */
public final class WebhookRegistrationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WebhookRegistrationException(String message, Throwable cause) {
        super(message, cause);
    }
}
