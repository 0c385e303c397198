package dev.plimsoll.packaging;

/** The image could not be made or pushed; the message says why, for the person who asked for it. */
final class ImageBuildException extends RuntimeException {

    ImageBuildException(String message) {
        super(message);
    }

    ImageBuildException(String message, Throwable cause) {
        super(message, cause);
    }
}
