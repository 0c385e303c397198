package dev.plimsoll.dockerfile;

import dev.plimsoll.dockerfile.Instruction.Run;
import dev.plimsoll.dockerfile.shell.ShellScript;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.HistoryEntry;
import dev.plimsoll.image.Layer;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One entry of an image's history, understood. */
public final class BuildStep {

    private final int number;
    private final HistoryEntry entry;
    private final Instruction instruction;
    private final Optional<Layer> layer;
    private final String directory;
    private final Function<String, Optional<String>> environment;

    /** Read when first asked for: most steps are a base's, and nobody asks. */
    private @Nullable ShellScript script;

    private @Nullable String excerpt;

    BuildStep(
            int number,
            HistoryEntry entry,
            Instruction instruction,
            Optional<Layer> layer,
            String directory,
            Function<String, Optional<String>> environment) {
        this.number = number;
        this.entry = entry;
        this.instruction = instruction;
        this.layer = layer;
        this.directory = directory;
        this.environment = environment;
    }

    /** Its place in the history, from 0. */
    public int number() {
        return number;
    }

    public HistoryEntry entry() {
        return entry;
    }

    public Instruction instruction() {
        return instruction;
    }

    /** What it made; empty if it made none, or if history and layers do not fit each other. */
    public Optional<Layer> layer() {
        return layer;
    }

    /** The working directory that it begins in. */
    public String directory() {
        return directory;
    }

    /** What a variable is worth when it begins, by its build arguments or by what earlier steps set. */
    public Optional<String> variable(String name) {
        return environment.apply(name);
    }

    /** What a RUN runs, otherwise nothing. */
    public ShellScript script() {
        ShellScript read = script;
        if (read == null) {
            read = instruction instanceof Run run ? ShellScript.read(run.script(), environment) : ShellScript.EMPTY;
            script = read;
        }
        return read;
    }

    /** The instruction as it can be shown: see {@link Excerpt}. */
    public String excerpt() {
        String made = excerpt;
        if (made == null) {
            made = Excerpt.of(instruction);
            excerpt = made;
        }
        return made;
    }

    /** The compressed size of its layer; zero if it has none that is known. */
    public DataSize bytes() {
        return layer.map(Layer::size).orElse(DataSize.ZERO);
    }

    public boolean makesLayer() {
        return !entry.emptyLayer();
    }
}
