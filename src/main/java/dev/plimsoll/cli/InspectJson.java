package dev.plimsoll.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.plimsoll.advice.BuiltImage;
import dev.plimsoll.base.MeasuredBase;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.Platform;
import dev.plimsoll.inspection.ImageReport;
import dev.plimsoll.inspection.ImageReport.LayerLine;
import dev.plimsoll.inspection.ImageReport.Note;
import dev.plimsoll.policy.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An {@link ImageReport} for scripts. Its fields are documented in docs/cli.md; new ones may be added within a version, none
 * is renamed or removed. All sizes are in bytes. What is not known is null.
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record InspectJson(
        String apiVersion,
        String kind,
        String image,
        String reference,
        @Nullable String digest,
        @Nullable String manifestDigest,
        @Nullable String platform,
        List<String> platforms,
        @Nullable Long compressedSize,
        @Nullable String user,
        @Nullable String created,
        @Nullable BaseJson base,
        List<LayerJson> layers,
        List<NoteJson> findings,
        @Nullable FailureJson failure) {

    private static final int LONGEST_INSTRUCTION = 200;

    /** What it is built on. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record BaseJson(
            @Nullable String reference,
            @Nullable String digest,
            String evidence,
            int layers,
            @Nullable Long compressedSize,
            List<SlimmerJson> slimmer) {}

    /** A slimmer variant of that, measured. */
    record SlimmerJson(String reference, long compressedSize, String changes) {}

    /** One layer, in the manifest's order. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record LayerJson(
            String digest, long size, boolean own, @Nullable String instruction) {}

    /** What is wrong. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record NoteJson(
            String check,
            String message,
            String remedy,
            @Nullable String layer,
            long bytes,
            @Nullable String instruction) {}

    /** Why it could not be looked at. */
    record FailureJson(String reason, String message) {}

    static InspectJson of(ImageReport report) {
        return new InspectJson(
                "plimsoll.dev/v1alpha1",
                "ImageReport",
                report.image().written(),
                report.image().reference().toString(),
                report.inspection().map(it -> it.digest().toString()).orElse(null),
                report.found().map(it -> it.digest().toString()).orElse(null),
                report.found().flatMap(Image::platform).map(Platform::toString).orElse(null),
                report.inspection().map(Inspection::offered).orElse(Set.of()).stream()
                        .map(Platform::toString)
                        .sorted()
                        .toList(),
                report.found().map(it -> it.compressedSize().bytes()).orElse(null),
                report.found().map(it -> it.config().user()).orElse(null),
                report.found()
                        .flatMap(it -> it.config().created())
                        .map(Instant::toString)
                        .orElse(null),
                report.built().map(built -> base(built, report)).orElse(null),
                report.layers().stream().map(InspectJson::layer).toList(),
                report.notes().stream().map(InspectJson::note).toList(),
                report.failure().map(InspectJson::failure).orElse(null));
    }

    /** Indented, and in ASCII, so that no terminal's or log's encoding can spoil it. */
    String print() {
        return JsonText.of(this);
    }

    private static BaseJson base(BuiltImage built, ImageReport report) {
        return new BaseJson(
                built.base().map(it -> it.base().reference().toString()).orElse(null),
                built.base().map(it -> it.base().image().digest().toString()).orElse(null),
                built.boundary().evidence().id(),
                report.layersOfBase(),
                built.base().map(it -> it.base().compressedSize().bytes()).orElse(null),
                built.base().map(MeasuredBase::slimmer).orElse(List.of()).stream()
                        .map(InspectJson::slimmer)
                        .toList());
    }

    private static SlimmerJson slimmer(MeasuredBase.Measured measured) {
        return new SlimmerJson(
                measured.variant().reference().toString(),
                measured.size().bytes(),
                measured.variant().changes());
    }

    private static LayerJson layer(LayerLine line) {
        return new LayerJson(
                line.layer().digest().toString(),
                line.layer().size().bytes(),
                line.own(),
                textOrNull(line.instruction(LONGEST_INSTRUCTION)));
    }

    private static NoteJson note(Note note) {
        Violation violation = note.violation();
        return new NoteJson(
                note.check(),
                violation.problem(),
                violation.remedy(),
                violation
                        .advice()
                        .flatMap(Violation.Advice::layer)
                        .map(Digest::toString)
                        .orElse(null),
                violation.advice().map(advice -> advice.bytes().bytes()).orElse(0L),
                textOrNull(violation.advice().map(Violation.Advice::instruction).orElse("")));
    }

    private static @Nullable String textOrNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static FailureJson failure(InspectionException failure) {
        return new FailureJson(failure.reason().id(), String.valueOf(failure.getMessage()));
    }
}
