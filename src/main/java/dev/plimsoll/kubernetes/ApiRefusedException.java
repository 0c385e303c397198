package dev.plimsoll.kubernetes;

/** The API server did not do what it was asked for, or could not be asked. The message is one short line. */
public final class ApiRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;

    private final int code;

    /** @param code of HTTP; 0 if there was no answer */
    ApiRefusedException(int code, String message) {
        super(message);
        this.code = code;
    }

    public boolean isForbidden() {
        return code == FORBIDDEN;
    }

    public boolean isNotFound() {
        return code == NOT_FOUND;
    }

    /** Whether the place in a list at which to go on has been forgotten. */
    boolean isGone() {
        return code == GONE;
    }
}
