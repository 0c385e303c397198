package dev.plimsoll.policy.check;

import dev.plimsoll.dockerfile.Excerpt;
import dev.plimsoll.dockerfile.Instruction;
import dev.plimsoll.image.HistoryEntry;
import dev.plimsoll.image.Image;
import java.util.List;
import java.util.Optional;

/** Which instruction of an image's build made one of its layers. */
final class LayerOrigin {

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
                ? Optional.of(Excerpt.of(Instruction.read(made.get(layer).createdBy())))
                        .filter(text -> !text.isEmpty())
                : Optional.empty();
    }
}
