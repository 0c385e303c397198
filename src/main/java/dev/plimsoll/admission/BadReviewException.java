package dev.plimsoll.admission;

/** What arrived is no review that could be answered. The message says why, for whoever sent it. */
final class BadReviewException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadReviewException(String message) {
        super(message);
    }
}
