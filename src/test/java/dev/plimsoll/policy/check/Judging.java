package dev.plimsoll.policy.check;

import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Platform;
import dev.plimsoll.policy.ContainerCheck;
import dev.plimsoll.policy.ContainerSubject;
import dev.plimsoll.policy.Known;
import dev.plimsoll.policy.Violation;
import dev.plimsoll.workload.ContainerBuilder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One container before one check. */
record Judging(ContainerCheck check, ContainerSubject subject) {

    static Judging of(ContainerCheck check, ContainerBuilder container) {
        return new Judging(
                check, new ContainerSubject(container.build(), Optional.empty(), Set.of(Platform.LINUX_AMD64)));
    }

    Judging on(String... platforms) {
        Set<Platform> landing = Stream.of(platforms).map(Platform::parse).collect(Collectors.toSet());
        return new Judging(check, new ContainerSubject(subject.container(), subject.previous(), landing));
    }

    Judging replacing(ContainerBuilder previous) {
        return new Judging(
                check, new ContainerSubject(subject.container(), Optional.of(previous.build()), subject.platforms()));
    }

    /** The images that it wants to know. */
    Set<ImageReference> needs() {
        return Stream.of(
                        subject.container().reference().filter(own -> check.needsImage(subject)),
                        check.comparesWith(subject))
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    /** What is found where nothing needed to be known. */
    List<String> findsUnseen() {
        return finds(Known.nothing());
    }

    List<String> finds(Known known) {
        return check.check(subject, known.inspections()).stream()
                .map(Violation::toString)
                .toList();
    }
}
