package dev.plimsoll.dockerfile;

import dev.plimsoll.dockerfile.Instruction.Run;
import dev.plimsoll.dockerfile.Instruction.Setting;
import dev.plimsoll.dockerfile.Instruction.WorkingDirectory;
import dev.plimsoll.dockerfile.shell.Values;
import dev.plimsoll.image.HistoryEntry;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.Layer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * How an image was built, as its history tells it, the base's steps first.
 *
 * <p>Steps have layers only if the history has exactly one entry for each layer: a guess would blame the wrong line.
 *
 * @param steps in order
 */
public record Build(List<BuildStep> steps) {

    public Build {
        steps = List.copyOf(steps);
    }

    public static Build of(Image image) {
        return new Reading(image).read();
    }

    /** One pass over a history. */
    private static final class Reading {

        private final List<HistoryEntry> history;
        private final Iterator<Layer> layers;
        private final List<BuildStep> steps = new ArrayList<>();
        private final Values environment = new Values();
        private String directory = "/";

        Reading(Image image) {
            history = image.config().history();
            long made = history.stream().filter(entry -> !entry.emptyLayer()).count();
            layers = (made == image.layers().size() ? image.layers() : List.<Layer>of()).iterator();
        }

        Build read() {
            history.forEach(this::read);
            return new Build(steps);
        }

        private void read(HistoryEntry entry) {
            int number = steps.size();
            Instruction instruction = Instruction.read(entry.createdBy());
            steps.add(new BuildStep(
                    number,
                    entry,
                    instruction,
                    nextLayer(entry),
                    directory,
                    name -> variable(instruction, name, number)));
            if (instruction instanceof Setting setting && setting.kind() != Setting.Kind.LABEL) {
                setting.values().forEach((name, value) -> set(setting.kind(), name, value));
            } else if (instruction instanceof WorkingDirectory next) {
                directory = FilePath.of(next.path(), directory).toString();
            }
        }

        private Optional<Layer> nextLayer(HistoryEntry entry) {
            return entry.emptyLayer() || !layers.hasNext() ? Optional.empty() : Optional.of(layers.next());
        }

        /** A build argument without a default leaves alone what was set before. */
        private void set(Setting.Kind kind, String name, String value) {
            if (kind == Setting.Kind.ENV || !value.isEmpty()) {
                environment.set(name, steps.size(), value);
            }
        }

        private Optional<String> variable(Instruction instruction, String name, int number) {
            return (instruction instanceof Run run
                            ? Optional.ofNullable(run.arguments().get(name))
                            : Optional.<String>empty())
                    .or(() -> environment.at(name, number));
        }
    }
}
