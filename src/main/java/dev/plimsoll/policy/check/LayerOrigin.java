package dev.plimsoll.policy.check;

import dev.plimsoll.image.HistoryEntry;
import dev.plimsoll.image.Image;
import dev.plimsoll.policy.MessageText;
import java.util.List;
import java.util.Optional;

/** Which instruction of an image's build made one of its layers. */
final class LayerOrigin {

    private static final int LONGEST = 60;

    /** What the classic builder and BuildKit put around an instruction, in the order in which they do it. */
    private static final List<String> PREFIXES = List.of("RUN ", "/bin/sh -c #(nop)", "/bin/sh -c ");

    private static final String SHELL = "/bin/sh -c ";
    private static final String BUILDKIT_SUFFIX = "# buildkit";

    private LayerOrigin() {}

    /**
     * The instruction, for people. Empty unless the history has exactly one entry for each layer: a guess would blame the
     * wrong line.
     */
    static Optional<String> instructionOf(Image image, int layer) {
        List<HistoryEntry> made = image.config().history().stream()
                .filter(entry -> !entry.emptyLayer())
                .toList();
        return made.size() == image.layers().size()
                ? Optional.of(readable(made.get(layer).createdBy())).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    private static String readable(String createdBy) {
        String text = createdBy.strip();
        for (String prefix : PREFIXES) {
            text = withoutArguments(withoutPrefix(text, prefix));
        }
        text = text.endsWith(BUILDKIT_SUFFIX) ? text.substring(0, text.length() - BUILDKIT_SUFFIX.length()) : text;
        return MessageText.line(text.strip().replaceAll("\\s+", " "), LONGEST);
    }

    private static String withoutPrefix(String text, String prefix) {
        return text.startsWith(prefix) ? text.substring(prefix.length()).strip() : text;
    }

    /** Build arguments ({@code |1 TOKEN=… /bin/sh -c make}) say little of the layer and may hold secrets. */
    private static String withoutArguments(String text) {
        if (!text.startsWith("|")) {
            return text;
        }
        int shell = text.indexOf(SHELL);
        return shell < 0 ? "" : text.substring(shell + SHELL.length()).strip();
    }
}
