package dev.plimsoll.policy.check;

import dev.plimsoll.policy.ContainerCheck;
import dev.plimsoll.policy.ContainerSubject;
import dev.plimsoll.policy.Inspections;
import dev.plimsoll.policy.Violation;
import java.util.List;
import java.util.Optional;

/** A check that looks at nothing but the container's own image. */
interface OwnImageCheck extends ContainerCheck {

    /** What is wrong with the image, at its worst over the platforms that are judged. */
    Optional<Violation> judge(OwnImage image);

    @Override
    default boolean needsImage(ContainerSubject subject) {
        return true;
    }

    @Override
    default List<Violation> check(ContainerSubject subject, Inspections inspections) {
        return judge(OwnImage.of(subject, inspections)).map(List::of).orElse(List.of());
    }
}
