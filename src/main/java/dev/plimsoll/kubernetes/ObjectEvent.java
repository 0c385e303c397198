package dev.plimsoll.kubernetes;

import dev.plimsoll.policy.MessageText;
import java.nio.charset.StandardCharsets;

/**
 * What is told in an Event. Equal ones are the same Event, which has happened again.
 *
 * @param note for people; one line
 */
public record ObjectEvent(InvolvedObject regarding, Reason reason, String note) {

    /** Why it is told. */
    public enum Reason {
        /** The object was refused. */
        REFUSED("ImagesRefused", "Refuse"),
        /** The object was admitted though images of it could not be looked at. */
        UNCHECKED("ImagesUnchecked", "Admit");

        private final String id;
        private final String action;

        Reason(String id, String action) {
            this.id = id;
            this.action = action;
        }

        /** As the Event's {@code reason} has it. */
        public String id() {
            return id;
        }

        /** What was done: the Event's {@code action}. */
        public String action() {
            return action;
        }
    }

    /** What the API server takes, in bytes. */
    private static final int LONGEST_NOTE = 1024;

    /** @param note is made one line, and cut to what an Event can hold */
    public ObjectEvent {
        note = bounded(note);
    }

    private static String bounded(String text) {
        int longest = 1000;
        String line = MessageText.line(text, longest);
        while (line.getBytes(StandardCharsets.UTF_8).length > LONGEST_NOTE) {
            longest /= 2;
            line = MessageText.line(text, longest);
        }
        return line;
    }
}
