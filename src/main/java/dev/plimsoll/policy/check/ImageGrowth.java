package dev.plimsoll.policy.check;

import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.policy.CheckDescription;
import dev.plimsoll.policy.CheckDescription.Parameter;
import dev.plimsoll.policy.ContainerCheck;
import dev.plimsoll.policy.ContainerSubject;
import dev.plimsoll.policy.Inspections;
import dev.plimsoll.policy.MessageText;
import dev.plimsoll.policy.Violation;
import dev.plimsoll.workload.Container;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An update must not replace an image by a much larger one.
 *
 * <p>Compared are the compressed sizes of a container's new image and of the image that it replaces, platform by
 * platform where both have it; the one that grew most is reported. Found is only what grew by more than the percentage
 * and by more than the amount: exactly either passes, so that neither a small image's odd mebibyte nor a large one's odd
 * percent is reported. Nothing is found on creation, nor where the replaced image is not known any more. Image volumes are
 * judged like containers.
 *
 * @param maxPercent of the replaced image's size; not negative
 * @param minBytes growth up to this amount always passes
 */
public record ImageGrowth(int maxPercent, DataSize minBytes) implements ContainerCheck {

    public static final CheckDescription DESCRIPTION = new CheckDescription(
            "image-growth",
            "An update replaces an image by one that is much larger.",
            "Images grow by accident: a debug tool left in, a cache not cleaned, a base switched to its full variant. It is "
                    + "cheapest to notice with the release that brings it.",
            "Compare the two images' layers and take out what the new one should not hold. If the growth is meant, the "
                    + "policy's owner can raise the parameters or grant an exception.",
            List.of(
                    new Parameter(
                            "maxPercent",
                            "25",
                            "Growth up to this part of the replaced image's size passes, as a whole number."),
                    new Parameter("minBytes", "50Mi", "Growth up to this amount always passes, as a quantity.")));

    /** One platform's image before and after. */
    private record Change(Image before, Image after) {

        DataSize growth() {
            return after.compressedSize().minus(before.compressedSize());
        }

        /** Rounded up, so that what is over a whole number never reads like it. Empty if there was nothing to grow from. */
        Optional<BigDecimal> percent() {
            BigDecimal from = BigDecimal.valueOf(before.compressedSize().bytes());
            return from.signum() == 0
                    ? Optional.empty()
                    : Optional.of(BigDecimal.valueOf(growth().bytes())
                            .scaleByPowerOfTen(2)
                            .divide(from, 0, RoundingMode.CEILING));
        }
    }

    public ImageGrowth {
        if (maxPercent < 0) {
            throw new IllegalArgumentException("maxPercent cannot be negative");
        }
    }

    @Override
    public String id() {
        return DESCRIPTION.id();
    }

    /** Not where no other image is replaced. */
    @Override
    public boolean needsImage(ContainerSubject subject) {
        return comparesWith(subject).isPresent();
    }

    @Override
    public Optional<ImageReference> comparesWith(ContainerSubject subject) {
        Optional<ImageReference> after = subject.container().reference();
        return subject.previous()
                .flatMap(Container::reference)
                .filter(before -> after.isPresent() && !after.get().equals(before));
    }

    @Override
    public List<Violation> check(ContainerSubject subject, Inspections inspections) {
        OwnImage own = OwnImage.of(subject, inspections);
        return subject.previous().stream()
                .flatMap(previous -> changes(own, previous, inspections)
                        .filter(this::isTooMuch)
                        .max(Comparator.comparing(Change::growth))
                        .map(worst -> violation(own, previous, worst))
                        .stream())
                .toList();
    }

    private static Stream<Change> changes(OwnImage own, Container previous, Inspections inspections) {
        List<Image> before = inspections.of(previous).map(Inspection::images).orElse(List.of());
        return own.variants().stream().flatMap(after -> before.stream()
                .filter(image -> image.platform().equals(after.platform()))
                .map(image -> new Change(image, after)));
    }

    private boolean isTooMuch(Change change) {
        return change.growth().isOver(minBytes)
                && change.percent()
                        .map(percent -> percent.compareTo(BigDecimal.valueOf(maxPercent)) > 0)
                        .orElse(true);
    }

    private Violation violation(OwnImage own, Container previous, Change change) {
        String percent = change.percent().map(" (%s %%)"::formatted).orElse("");
        return new Violation(
                "%s is %s compressed, %s%s more than %s, over %d %% and %s"
                        .formatted(
                                own.nameOf(change.after()),
                                change.after().compressedSize(),
                                Sizes.beside(minBytes, change.growth()),
                                percent,
                                MessageText.image(previous.image()),
                                maxPercent,
                                minBytes),
                "see what the new layers hold");
    }
}
