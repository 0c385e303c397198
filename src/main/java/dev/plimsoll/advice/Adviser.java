package dev.plimsoll.advice;

import dev.plimsoll.base.Boundary;
import dev.plimsoll.base.KnownBases;
import dev.plimsoll.base.MeasuredBase;
import dev.plimsoll.dockerfile.Build;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageReference;
import java.util.List;
import java.util.Optional;

/** Says how an image could be made smaller. Looks nothing up. */
public record Adviser(KnownBases bases) implements AdviceSource {

    private static final String OFFICIAL = "library/";

    @Override
    public List<Advice> advise(ImageReference reference, Image image) {
        return advise(look(reference, image));
    }

    /** All advice on an image that was looked at already, most bytes first. */
    public List<Advice> advise(BuiltImage image) {
        return AdviceCatalogue.checks().stream()
                .flatMap(check -> check.examine(image).stream())
                .sorted(Advice.MOST_BYTES_FIRST)
                .toList();
    }

    @Override
    public Optional<MeasuredBase> baseOf(Image image) {
        return bases.of(image);
    }

    /** The image's build, and where its base ends. An official image is nobody's own who only runs it. */
    public BuiltImage look(ImageReference reference, Image image) {
        Build build = Build.of(image);
        Optional<MeasuredBase> base = bases.of(image);
        Boundary boundary = base.map(it -> Boundary.of(build, it.base()))
                .orElseGet(() -> isOfficial(reference) ? Boundary.all(build) : Boundary.byShape(build));
        return new BuiltImage(image, build, boundary, base);
    }

    private static boolean isOfficial(ImageReference reference) {
        return reference.registry().equals(ImageReference.DOCKER_HUB)
                && reference.repository().startsWith(OFFICIAL);
    }
}
