package dev.plimsoll.policy.check;

import dev.plimsoll.advice.Advice;
import dev.plimsoll.advice.AdviceSource;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.Layer;
import dev.plimsoll.policy.ContainerCheck;
import dev.plimsoll.policy.ContainerSubject;
import dev.plimsoll.policy.Inspections;
import dev.plimsoll.policy.Violation;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An image should be no larger than what its Dockerfile says it is for.
 *
 * <p>What its own build history shows is found, each under the id of its advice. Of an image for several platforms, the
 * largest is looked at: they are built from one Dockerfile. Image volumes are not judged, for nothing in them runs.
 *
 * @param disabled ids of advice that is not wanted
 */
public record ImageAdvice(AdviceSource source, Set<String> disabled) implements ContainerCheck {

    /** That of all advice together; what is found has an id of its own. */
    public static final String ID = "advice";

    public ImageAdvice {
        disabled = Set.copyOf(disabled);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public boolean needsImage(ContainerSubject subject) {
        return subject.container().runs();
    }

    @Override
    public List<Violation> check(ContainerSubject subject, Inspections inspections) {
        return subject.container().reference().filter(reference -> needsImage(subject)).stream()
                .flatMap(reference -> OwnImage.of(subject, inspections)
                        .worstBy(Image::compressedSize)
                        .map(image -> source.advise(reference, image))
                        .stream())
                .flatMap(List::stream)
                .filter(advice -> !disabled.contains(advice.check()))
                .map(ImageAdvice::violation)
                .toList();
    }

    private static Violation violation(Advice advice) {
        return new Violation(
                advice.problem(),
                advice.remedy(),
                Optional.of(new Violation.Advice(
                        advice.check(), advice.layer().map(Layer::digest), advice.bytes(), advice.instruction())));
    }
}
