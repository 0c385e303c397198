package dev.plimsoll.dockerfile;

import dev.plimsoll.dockerfile.shell.ShellScript;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.HistoryEntry;
import dev.plimsoll.image.Layer;
import java.util.Optional;

/**
 * One entry of an image's history, understood.
 *
 * @param number its place in the history, from 0
 * @param layer what it made; empty if it made none, or if history and layers do not fit each other
 * @param script what a RUN runs, otherwise nothing
 * @param directory the working directory that it begins in
 */
public record BuildStep(
        int number,
        HistoryEntry entry,
        Instruction instruction,
        Optional<Layer> layer,
        ShellScript script,
        String directory) {

    /** The compressed size of its layer; zero if it has none that is known. */
    public DataSize bytes() {
        return layer.map(Layer::size).orElse(DataSize.ZERO);
    }

    public boolean makesLayer() {
        return !entry.emptyLayer();
    }
}
