package dev.plimsoll.inspection;

import dev.plimsoll.advice.Adviser;
import dev.plimsoll.advice.BuiltImage;
import dev.plimsoll.dockerfile.BuildStep;
import dev.plimsoll.dockerfile.Excerpt;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageName;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.Layer;
import dev.plimsoll.image.Platform;
import dev.plimsoll.policy.ContainerCheck;
import dev.plimsoll.policy.ContainerSubject;
import dev.plimsoll.policy.Finding;
import dev.plimsoll.policy.Inspections;
import dev.plimsoll.policy.MessageText;
import dev.plimsoll.policy.Violation;
import dev.plimsoll.policy.check.ImageAdvice;
import dev.plimsoll.policy.check.LayerCount;
import dev.plimsoll.policy.check.MutableTag;
import dev.plimsoll.policy.check.PlatformMismatch;
import dev.plimsoll.policy.check.RootUser;
import dev.plimsoll.workload.Container;
import dev.plimsoll.workload.RunAs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known and thought of one image on one platform.
 *
 * @param platform that was asked for
 * @param inspection empty if it could not be looked at
 * @param built empty as well if there is none for the platform
 * @param failure why it could not be looked at
 * @param notes what is wrong with it, advice last and by its bytes
 */
public record ImageReport(
        ImageName.Valid image,
        Platform platform,
        Optional<Inspection> inspection,
        Optional<BuiltImage> built,
        Optional<InspectionException> failure,
        List<Note> notes) {

    /** @param check the id under which it is found */
    public record Note(String check, Violation violation) {}

    /**
     * One layer.
     *
     * @param number in the manifest, from 1
     * @param own whether the image's own build made it, as far as that is known
     * @param step that made it; empty if history and layers do not fit each other
     */
    public record LayerLine(int number, Layer layer, boolean own, Optional<BuildStep> step) {

        /** Safe to show, without secrets, and cut. */
        public String instruction(int longest) {
            return step.map(it -> Excerpt.of(it.instruction(), longest)).orElse("");
        }
    }

    /** The most that an overlay file system mounts. */
    private static final int MOST_LAYERS = 127;

    private static final int LONGEST_REASON = 200;

    /** @param built of the image for the platform; empty if there is none */
    public static ImageReport of(
            ImageName.Valid image,
            Platform platform,
            Inspection inspection,
            Optional<BuiltImage> built,
            Adviser adviser) {
        ContainerSubject subject = new ContainerSubject(
                new Container("image", Container.Kind.REGULAR, image, RunAs.UNSPECIFIED),
                Optional.empty(),
                Set.of(platform));
        Inspections known = new Inspections(Map.of(image.reference(), inspection), Map.of());
        List<Note> notes = new ArrayList<>();
        for (ContainerCheck check : checks(adviser)) {
            check.check(subject, known).forEach(violation -> notes.add(note(check, violation)));
        }
        return new ImageReport(image, platform, Optional.of(inspection), built, Optional.empty(), notes);
    }

    /** Those that need no limit of anybody's. */
    private static List<ContainerCheck> checks(Adviser adviser) {
        return List.of(
                new PlatformMismatch(),
                new RootUser(true),
                new MutableTag(List.of("latest"), false),
                new LayerCount(MOST_LAYERS),
                new ImageAdvice(adviser, Set.of()));
    }

    private static Note note(ContainerCheck check, Violation violation) {
        return new Note(violation.advice().map(Violation.Advice::check).orElse(check.id()), violation);
    }

    /** Of an image that could not be looked at. */
    public static ImageReport failed(ImageName.Valid image, Platform platform, InspectionException failure) {
        Violation violation = new Violation(
                "could not be looked at (%s: %s)"
                        .formatted(failure.reason().id(), MessageText.line(failure.getMessage(), LONGEST_REASON)),
                "");
        return new ImageReport(
                image,
                platform,
                Optional.empty(),
                Optional.empty(),
                Optional.of(failure),
                List.of(new Note(Finding.UNINSPECTED, violation)));
    }

    /** In the manifest's order. */
    public List<LayerLine> layers() {
        return built.map(ImageReport::layers).orElse(List.of());
    }

    private static List<LayerLine> layers(BuiltImage built) {
        List<BuildStep> made = made(built.build().steps());
        List<Layer> layers = built.image().layers();
        int ofBase = layersOfBase(built);
        List<LayerLine> lines = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            Optional<BuildStep> step = made.isEmpty() ? Optional.empty() : Optional.of(made.get(i));
            lines.add(new LayerLine(i + 1, layers.get(i), i >= ofBase, step));
        }
        return lines;
    }

    /** How many of the layers, from the first, are the base's. */
    public int layersOfBase() {
        return built.map(ImageReport::layersOfBase).orElse(0);
    }

    private static int layersOfBase(BuiltImage built) {
        return built.base().map(base -> base.base().image().layers().size()).orElseGet(() -> made(built.build()
                        .steps()
                        .subList(0, built.boundary().steps()))
                .size());
    }

    /** The steps that made layers; none if history and layers do not fit each other. */
    private static List<BuildStep> made(List<BuildStep> steps) {
        return steps.stream().filter(step -> step.layer().isPresent()).toList();
    }

    /** The image for the platform. */
    public Optional<Image> found() {
        return built.map(BuiltImage::image);
    }
}
