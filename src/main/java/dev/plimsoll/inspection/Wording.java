package dev.plimsoll.inspection;

import dev.plimsoll.advice.BuiltImage;
import dev.plimsoll.base.MeasuredBase;
import dev.plimsoll.base.MeasuredBase.Slimmer;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Platform;
import dev.plimsoll.image.User;
import dev.plimsoll.inspection.ImageReport.Note;
import dev.plimsoll.policy.Violation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How an {@link ImageReport} is put, wherever it is shown. Names in it are as strangers wrote them. */
public final class Wording {

    private static final int MOST_PLATFORMS = 8;

    private Wording() {}

    /** The platform of the image that was found, and for which others there is one. */
    public static String platform(ImageReport report) {
        String own = report.found()
                .map(image -> image.platform().map(Platform::toString).orElse("not stated"))
                .orElse("none for " + report.platform());
        List<String> offered = report.inspection().orElseThrow().offered().stream()
                .map(Platform::toString)
                .filter(platform -> !platform.equals(own))
                .sorted()
                .toList();
        String others = offered.stream().limit(MOST_PLATFORMS).collect(Collectors.joining(", "));
        String more = offered.size() > MOST_PLATFORMS ? ", …" : "";
        return offered.isEmpty() ? own : "%s; also for %s%s".formatted(own, others, more);
    }

    /** {@code 270 MiB compressed, in 5 layers}. */
    public static String size(BuiltImage built) {
        return size(built.image().compressedSize(), built.image().layers().size());
    }

    private static String size(DataSize size, int layers) {
        return "%s compressed, in %d layer%s".formatted(size, layers, layers == 1 ? "" : "s");
    }

    /** What it is built on, and how that is known. */
    public static String base(BuiltImage built) {
        return built.base()
                .map(base -> "%s, %s (%s)"
                        .formatted(
                                base.name(),
                                size(
                                        base.base().compressedSize(),
                                        base.base().image().layers().size()),
                                because(built)))
                .orElseGet(() -> because(built));
    }

    private static String because(BuiltImage built) {
        return switch (built.boundary().evidence()) {
            case ANNOTATION -> "named by the image, its layers are the same";
            case LAYERS -> "its layers are the same";
            case HISTORY -> "not known by name; where it ends is told by the history";
            case NONE -> "not known; all is taken for the image's own";
        };
    }

    /** A slimmer variant of the base, and what it changes. */
    public static String slimmer(MeasuredBase.Measured variant) {
        return "%s, %s compressed (%s)"
                .formatted(variant.name(), variant.size(), variant.variant().changes());
    }

    /** {@code root}, {@code uid 1000}, {@code node}. */
    public static String user(User user) {
        if (user instanceof User.Uid uid) {
            return "uid " + uid.value();
        }
        return user instanceof User.Name name ? name.written() : "root";
    }

    /** What is wrong. An instruction that stands in the table of layers is named by its layer's number there. */
    public static String problem(Note note, ImageReport report) {
        String problem = note.violation().problem();
        String instruction =
                note.violation().advice().map(Violation.Advice::instruction).orElse("");
        return note.violation()
                .advice()
                .flatMap(Violation.Advice::layer)
                .filter(layer -> problem.startsWith(instruction))
                .flatMap(layer -> report.layers().stream()
                        .filter(line -> line.layer().digest().equals(layer))
                        .findFirst())
                .map(line -> "layer " + line.number() + problem.substring(instruction.length()))
                .orElse(problem);
    }

    /** What a slimmer base would make of it. */
    public static String verdict(BuiltImage built) {
        Optional<Slimmer> slimmest = built.base().flatMap(MeasuredBase::slimmest);
        DataSize total = built.image().compressedSize();
        return slimmest.map(slimmer -> "On %s it would be %s compressed: %s (%d%%) less."
                        .formatted(
                                slimmer.name(),
                                total.minus(slimmer.saved()),
                                slimmer.saved(),
                                percent(slimmer.saved(), total)))
                .orElse("No slimmer base is known for it.");
    }

    /** Of the whole, rounded; none of nothing. */
    public static long percent(DataSize part, DataSize whole) {
        return whole.bytes() == 0 ? 0 : Math.round(100.0 * part.bytes() / whole.bytes());
    }
}
