package dev.plimsoll.advice;

import dev.plimsoll.dockerfile.BuildStep;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Layer;
import java.util.Comparator;
import java.util.Optional;

/**
 * What one instruction, or the choice of the base, costs, and how to do without.
 *
 * @param check the check's id
 * @param problem what is wrong
 * @param remedy what to do instead
 * @param origin the image's own step that it speaks of; empty if it is about the base
 * @param bytes the compressed size of that step's layer, or what a slimmer base would save; zero if not known
 */
public record Advice(String check, String problem, String remedy, Optional<Origin> origin, DataSize bytes) {

    /**
     * A step of the build, as far as advice has to know it: what is remembered should not hold on to the whole build.
     *
     * @param step its place in the history, from 0
     * @param layer that it made; empty if it made none, or if history and layers do not fit each other
     * @param instruction cut to a readable length and without secrets
     */
    public record Origin(int step, Optional<Layer> layer, String instruction) {

        static Origin of(BuildStep step) {
            return new Origin(step.number(), step.layer(), step.excerpt());
        }
    }

    /** Most bytes first; of equals the earlier step, and then in the catalogue's order, for sorting is stable. */
    static final Comparator<Advice> MOST_BYTES_FIRST = Comparator.comparing(Advice::bytes)
            .reversed()
            .thenComparing(advice -> advice.origin().map(Origin::step).orElse(-1));

    /** About one step: its layer is what it costs. */
    static Advice about(BuildStep step, AdviceCheck check, String problem, String remedy) {
        String size =
                step.layer().map(layer -> " (" + layer.size() + " compressed)").orElse("");
        return new Advice(
                check.id(), step.excerpt() + size + " " + problem, remedy, Optional.of(Origin.of(step)), step.bytes());
    }

    /** The layer that it speaks of, if it speaks of one and history and layers fit each other. */
    public Optional<Layer> layer() {
        return origin.flatMap(Origin::layer);
    }

    /** The instruction that it speaks of, cut to a readable length and without secrets; empty if it is about the base. */
    public String instruction() {
        return origin.map(Origin::instruction).orElse("");
    }
}
