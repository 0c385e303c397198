package dev.plimsoll.kubernetes;

import dev.plimsoll.policy.MessageText;

/** Says that an object is not what its kind says; the message begins with the field's path and is for people. */
public final class MalformedObjectException extends RuntimeException {

    private static final int LONGEST_MESSAGE = 512;

    MalformedObjectException(String path, String problem) {
        super(MessageText.line(path.isEmpty() ? problem : path + ": " + problem, LONGEST_MESSAGE));
    }
}
