package dev.plimsoll.base;

import dev.plimsoll.dockerfile.Build;
import dev.plimsoll.dockerfile.BuildStep;
import dev.plimsoll.dockerfile.Instruction;
import dev.plimsoll.dockerfile.Instruction.RootFileSystem;
import dev.plimsoll.dockerfile.Instruction.Run;
import dev.plimsoll.dockerfile.Instruction.Setting;
import dev.plimsoll.dockerfile.Instruction.WorkingDirectory;
import dev.plimsoll.dockerfile.shell.ShellCommand;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageReference;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The official images that are known, and what an image's history says of which of them it is built on. */
public final class ImageFamilies {

    private static final String TABLE = "/base-images.csv";

    /** @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/annotations.md">OCI annotations</a> */
    private static final String BASE_NAME = "org.opencontainers.image.base.name";

    private static final String BASE_DIGEST = "org.opencontainers.image.base.digest";

    /** Podman's comment on the first step of its own. */
    private static final String FROM = "FROM ";

    /** A real image has a handful. */
    private static final int MOST_FOUND = 16;

    private static final ImageFamilies OFFICIAL = new ImageFamilies(read());

    /** By the name of the setting that marks them; those marked by files under none. */
    private final Map<String, List<ImageFamily>> byName;

    private ImageFamilies(List<ImageFamily> families) {
        this.byName = families.stream()
                .collect(Collectors.groupingBy(family -> family.marker().name()));
    }

    /** Those of base-images.csv. */
    public static ImageFamilies official() {
        return OFFICIAL;
    }

    private static List<ImageFamily> read() {
        try (InputStream table = ImageFamilies.class.getResourceAsStream(TABLE)) {
            if (table == null) {
                throw new IllegalStateException(TABLE + " is missing");
            }
            return new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(ImageFamily::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A family found in a history. */
    record Found(ImageFamily family, String version, BuildStep marker) {}

    /** The last marker first, for it is the one furthest from the distribution. */
    List<Found> foundIn(Build build) {
        List<Found> found = new ArrayList<>();
        for (BuildStep step : build.steps()) {
            markedBy(step.instruction()).forEach(family -> family.marker()
                    .versionIn(step, build)
                    .ifPresent(version -> found.add(new Found(family, version, step))));
        }
        List<Found> last = new ArrayList<>(found.subList(Math.max(0, found.size() - MOST_FOUND), found.size()));
        last.sort(Comparator.comparing(it -> lastStep(it, build).isEmpty()));
        last.sort(Comparator.comparing((Found it) -> -it.marker().number()));
        return last;
    }

    /** The families that may be marked by this instruction. */
    private Stream<ImageFamily> markedBy(Instruction instruction) {
        if (instruction instanceof RootFileSystem) {
            return byName.getOrDefault("", List.of()).stream();
        }
        return instruction instanceof Setting setting
                ? setting.values().keySet().stream().flatMap(name -> byName.getOrDefault(name, List.of()).stream())
                : Stream.empty();
    }

    /** The last step of the family's own build; empty if what follows the marker does not look like it. */
    static Optional<BuildStep> lastStep(Found found, Build build) {
        return build.steps().stream()
                .skip(found.marker().number())
                .filter(step -> endsBuild(step, found.family().endsWith()))
                .findFirst();
    }

    private static boolean endsBuild(BuildStep step, String endsWith) {
        if (endsWith.equals("RUN")) {
            return step.instruction() instanceof Run;
        }
        return step.instruction() instanceof WorkingDirectory directory
                ? endsWith.equals("WORKDIR " + directory.path())
                : step.instruction().text().startsWith(endsWith);
    }

    /**
     * The images that this one may be built on, likeliest first: what its annotations and labels say, what Podman noted,
     * and what its history suggests. Each has to be verified.
     */
    public List<BaseCandidate> candidates(Image image) {
        Build build = Build.of(image);
        Set<BaseCandidate> candidates = new LinkedHashSet<>();
        Stream.of(image.annotations(), image.config().labels())
                .flatMap(said -> said(said).stream())
                .forEach(candidates::add);
        noted(build).ifPresent(candidates::add);
        foundIn(build).stream().flatMap(found -> guesses(found, build)).forEach(candidates::add);
        return List.copyOf(candidates);
    }

    private static Optional<BaseCandidate> said(Map<String, String> annotations) {
        return Optional.ofNullable(annotations.get(BASE_NAME))
                .flatMap(ImageFamilies::reference)
                .map(name -> new BaseCandidate(
                        name,
                        Optional.ofNullable(annotations.get(BASE_DIGEST)).flatMap(ImageFamilies::digest),
                        Evidence.ANNOTATION));
    }

    private static Optional<BaseCandidate> noted(Build build) {
        return build.steps().stream()
                .map(step -> step.entry().comment())
                .filter(comment -> comment.startsWith(FROM))
                .reduce((first, last) -> last)
                .flatMap(comment -> reference(comment.substring(FROM.length()).strip()))
                .filter(reference -> !reference.registry().equals("localhost"))
                .map(reference -> new BaseCandidate(reference, Optional.empty(), Evidence.LAYERS));
    }

    private static Stream<BaseCandidate> guesses(Found found, Build build) {
        Predicate<ImageReference> fits = fits(build, found.family());
        return found.family().all(found.version()).stream()
                .sorted(Comparator.comparing(reference -> !fits.test(reference)))
                .map(reference -> new BaseCandidate(reference, Optional.empty(), Evidence.LAYERS));
    }

    /** Tells variants apart by what their builds do: Alpine's package manager, or Debian's without version control. */
    private static Predicate<ImageReference> fits(Build build, ImageFamily family) {
        boolean alpine = anyCommand(build, command -> command.program().equals("apk"))
                || build.steps().stream()
                        .limit(4)
                        .anyMatch(step -> step.instruction().text().startsWith("CMD [\"/bin/sh\"]")
                                || step.instruction().text().contains("alpine-minirootfs"));
        boolean full = !family.hasCompilers()
                || anyCommand(build, command -> command.has("mercurial") || command.has("imagemagick"));
        return reference -> {
            String tag = reference.effectiveTag();
            return alpine == tag.contains("alpine") && (alpine || full != tag.contains("-slim"));
        };
    }

    private static boolean anyCommand(Build build, Predicate<ShellCommand> condition) {
        return build.steps().stream()
                .flatMap(step -> step.script().commands().stream())
                .anyMatch(condition);
    }

    /** The variants that are slimmer than a base, best first; none if the base is slim itself or of no known family. */
    public List<Variant> slimmerThan(KnownBase base) {
        return foundIn(Build.of(base.image())).stream()
                .filter(found -> isFull(found, base.reference()))
                .findFirst()
                .map(found -> found.family().variants(found.version()))
                .orElse(List.of());
    }

    /** Whatever the tag is called, {@code 18} or {@code 18.13.0}: the history knows the version. */
    private static boolean isFull(Found found, ImageReference reference) {
        ImageReference full = found.family().full(found.version());
        return full.name().equals(reference.name())
                && fits(reference.effectiveTag(), full.effectiveTag(), found.family());
    }

    private static boolean fits(String tag, String full, ImageFamily family) {
        boolean slim =
                Stream.of("alpine", "slim", "jre", "distroless", "chiseled").anyMatch(tag::contains);
        int suffix = full.indexOf('-', 1);
        boolean sameKind = suffix < 0
                || tag.contains(full.substring(suffix))
                || family.slimmer().isEmpty()
                || !tag.contains("-");
        return !slim && sameKind;
    }

    /** The kit for building that the history says it is built on. */
    public Optional<ImageReference> sdkIn(List<BuildStep> steps, Build build) {
        return foundIn(build).stream()
                .filter(found -> found.family().isSdk() && found.marker().number() < steps.size())
                .findFirst()
                .map(found -> found.family().full(found.version()));
    }

    private static Optional<ImageReference> reference(String text) {
        try {
            return Optional.of(ImageReference.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Digest> digest(String text) {
        try {
            return Optional.of(Digest.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
