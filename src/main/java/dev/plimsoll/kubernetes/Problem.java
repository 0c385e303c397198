package dev.plimsoll.kubernetes;

import dev.plimsoll.policy.MessageText;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why something that was written in a file cannot be used.
 *
 * @param file as it was named or found
 * @param document which of the file's documents, from 1; 0 if it is about the whole file
 * @param object kind and name, as {@code ImageAdmissionPolicy "baseline"}; empty if they cannot be told
 * @param path of the field; empty if it is about the whole object
 * @param message what is wrong, for people
 */
public record Problem(String file, int document, Optional<String> object, String path, String message) {

    private static final int LONGEST_LINE = 512;

    static Problem ofFile(String file, String message) {
        return new Problem(file, 0, Optional.empty(), "", message);
    }

    static Problem ofDocument(String file, int document, String message) {
        return new Problem(file, document, Optional.empty(), "", message);
    }

    /** One line: {@code policies/team.yaml: ImageAdmissionPolicy "baseline": spec.checks.imageSize.max: is missing}. */
    @Override
    public String toString() {
        String line = Stream.of(file, subject(), path, message)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(": "));
        return MessageText.line(line, LONGEST_LINE);
    }

    private String subject() {
        return object.orElseGet(() -> document > 0 ? "document " + document : "");
    }
}
