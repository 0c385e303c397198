package dev.plimsoll.image;

import java.util.Locale;

/** An image could not be looked at. The message is for people: it holds no secret and no stack. */
public final class InspectionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Whose turn it is. */
    public enum Reason {
        /** The registry answered that there is no such image. */
        NOT_FOUND,
        /** The registry wants other credentials. */
        UNAUTHORIZED,
        /** The registry asks for fewer requests. */
        RATE_LIMITED,
        /** The registry cannot be reached, or answers with an error of its own. */
        UNAVAILABLE,
        /** There was no answer within the deadline. */
        TIMED_OUT,
        /** What was found is not an image that can be judged, or is over a bound. */
        UNSUPPORTED,
        /** The operator does not allow that registry or address. */
        REFUSED,
        /** Too many look-ups are under way here. */
        OVERLOADED;

        /** As it is written in messages, metrics and reports: {@code rate-limited}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Reason reason;

    public InspectionException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public InspectionException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
