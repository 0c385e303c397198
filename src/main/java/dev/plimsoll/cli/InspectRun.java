package dev.plimsoll.cli;

import dev.plimsoll.advice.Adviser;
import dev.plimsoll.base.KnownBases;
import dev.plimsoll.image.ImageInspector;
import dev.plimsoll.image.ImageName;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.PacedInspector;
import dev.plimsoll.image.Platform;
import dev.plimsoll.inspection.ImageReport;
import dev.plimsoll.policy.MessageText;
import dev.plimsoll.registry.RegistryInspector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** One run of {@code inspect}: from names to reports. */
final class InspectRun {

    /**
     * What was asked for.
     *
     * @param images as they were written
     * @param platforms to look at; empty leaves it to the configuration
     * @param timeout for each image
     */
    record Settings(List<String> images, List<Platform> platforms, Duration timeout) {}

    /** An image on a platform, and the answer that is waited for. */
    private record Asked(ImageName.Valid image, Platform platform, CompletableFuture<Inspection> answer) {}

    private static final int LOOK_UPS_AT_ONCE = 8;

    private final Terminal terminal;
    private final Settings settings;
    private final CheckConfiguration configuration;

    InspectRun(Terminal terminal, Settings settings) {
        this.terminal = terminal;
        this.settings = settings;
        this.configuration = CheckConfiguration.read(settings.timeout());
    }

    /**
     * Looks at everything: first at the images, then, one after the other, at what they are built on.
     *
     * @return by image and platform, in the order asked for
     * @throws CouldNotRunException with all names that are none, or what is wrong with the configuration
     */
    List<ImageReport> reports() {
        List<ImageName.Valid> images = images();
        try (RegistryInspector registries = CheckRun.inspector(configuration.registries());
                ProgressLine progress = new ProgressLine(terminal);
                PacedInspector paced =
                        new PacedInspector(registries, LOOK_UPS_AT_ONCE, settings.timeout(), progress::at)) {
            KnownBases bases = configuration.bases(paced);
            return asked(images, paced).stream()
                    .map(asked -> report(asked, new Adviser(bases)))
                    .toList();
        }
    }

    private List<ImageName.Valid> images() {
        List<ImageName.Valid> valid = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (String written : settings.images()) {
            ImageName name = ImageName.parse(written);
            if (name instanceof ImageName.Invalid invalid) {
                problems.add("\"%s\" is no image reference: %s".formatted(MessageText.image(name), invalid.problem()));
            } else {
                valid.add((ImageName.Valid) name);
            }
        }
        if (!problems.isEmpty()) {
            throw new CouldNotRunException(problems);
        }
        return valid;
    }

    private List<Asked> asked(List<ImageName.Valid> images, ImageInspector inspector) {
        List<Platform> platforms = platforms();
        return images.stream()
                .flatMap(image -> platforms.stream()
                        .map(platform -> new Asked(
                                image,
                                platform,
                                inspector
                                        .inspect(image.reference(), Set.of(platform))
                                        .toCompletableFuture())))
                .toList();
    }

    private List<Platform> platforms() {
        return settings.platforms().isEmpty()
                ? configuration.platforms().stream()
                        .sorted(Comparator.comparing(Platform::toString))
                        .toList()
                : settings.platforms();
    }

    private static ImageReport report(Asked asked, Adviser adviser) {
        ImageReference reference = asked.image().reference();
        try {
            Inspection inspection = asked.answer().join();
            return ImageReport.of(
                    asked.image(),
                    asked.platform(),
                    inspection,
                    inspection.images().stream().findFirst().map(image -> adviser.look(reference, image)),
                    adviser);
        } catch (CompletionException e) {
            if (e.getCause() instanceof InspectionException failure) {
                return ImageReport.failed(asked.image(), asked.platform(), failure);
            }
            throw e;
        }
    }
}
