package dev.plimsoll.inspection;

import dev.plimsoll.advice.BuiltImage;
import dev.plimsoll.base.MeasuredBase;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.policy.MessageText;
import dev.plimsoll.policy.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An {@link ImageReport} in so few words that those of thousands of images can be kept. Everything in it is in one line, cut,
 * and without secrets.
 *
 * @param name as it was written
 * @param digest what the name stood for; empty if it could not be looked up
 * @param platform that it is for, in words; empty if it could not be looked up
 * @param size compressed
 * @param base what it is built on, in words; empty if there is no image for the platform
 * @param slimmer variants of the base, in words
 * @param layers in the manifest's order
 * @param notes what is wrong with it, advice last and by its bytes
 * @param verdict what a slimmer base would make of it; empty if there is no image for the platform
 */
public record ImageFacts(
        String name,
        Optional<String> digest,
        String platform,
        DataSize size,
        String user,
        Optional<Instant> created,
        String base,
        List<String> slimmer,
        List<LayerFacts> layers,
        List<NoteFacts> notes,
        String verdict) {

    /**
     * One layer.
     *
     * @param own whether the image's own build made it, as far as that is known
     * @param instruction that made it; empty if that is not known
     */
    public record LayerFacts(DataSize size, boolean own, String instruction) {}

    /**
     * One thing that is wrong.
     *
     * @param check the id under which it is found
     * @param bytes what it costs, compressed; zero if that is not known
     */
    public record NoteFacts(String check, String problem, String remedy, DataSize bytes) {}

    private static final int LONGEST_INSTRUCTION = 160;
    private static final int LONGEST_TEXT = 512;

    /** Of objects and their headers. */
    private static final int ROOM = 400;

    private static final int ROOM_OF_ROW = 80;

    public ImageFacts {
        slimmer = List.copyOf(slimmer);
        layers = List.copyOf(layers);
        notes = List.copyOf(notes);
    }

    public static ImageFacts of(ImageReport report) {
        Optional<BuiltImage> built = report.built();
        return new ImageFacts(
                line(report.image().written()),
                report.inspection().map(Inspection::digest).map(Object::toString),
                report.inspection().isPresent() ? line(Wording.platform(report)) : "",
                built.map(it -> it.image().compressedSize()).orElse(DataSize.ZERO),
                built.map(it -> line(Wording.user(it.image().user()))).orElse(""),
                built.flatMap(it -> it.image().config().created()),
                built.map(it -> line(Wording.base(it))).orElse(""),
                built.flatMap(BuiltImage::base).map(MeasuredBase::slimmer).orElse(List.of()).stream()
                        .map(variant -> line(Wording.slimmer(variant)))
                        .toList(),
                report.layers().stream()
                        .map(layer -> new LayerFacts(
                                layer.layer().size(), layer.own(), layer.instruction(LONGEST_INSTRUCTION)))
                        .toList(),
                report.notes().stream().map(note -> note(note, report)).toList(),
                built.map(it -> line(Wording.verdict(it))).orElse(""));
    }

    private static NoteFacts note(ImageReport.Note note, ImageReport report) {
        return new NoteFacts(
                note.check(),
                line(Wording.problem(note, report)),
                line(note.violation().remedy()),
                note.violation().advice().map(Violation.Advice::bytes).orElse(DataSize.ZERO));
    }

    private static String line(String text) {
        return MessageText.line(text, LONGEST_TEXT);
    }

    /** The same, with these objects for its layers. */
    public ImageFacts withLayers(List<LayerFacts> same) {
        return new ImageFacts(name, digest, platform, size, user, created, base, slimmer, same, notes, verdict);
    }

    /** About how many bytes of memory it takes; rather too many than too few. */
    public long weight() {
        long characters = name.length() + platform.length() + base.length() + verdict.length();
        for (LayerFacts layer : layers) {
            characters += ROOM_OF_ROW + layer.instruction().length();
        }
        for (NoteFacts note : notes) {
            characters += ROOM_OF_ROW + note.problem().length() + note.remedy().length();
        }
        return ROOM + characters;
    }
}
