package dev.plimsoll.policy.check;

import dev.plimsoll.image.Image;
import dev.plimsoll.image.Platform;
import dev.plimsoll.policy.ContainerSubject;
import dev.plimsoll.policy.Inspections;
import java.util.List;
import java.util.Optional;

/** What becomes of a container's user on each platform that the pod can land on. */
record StartingUsers(List<OnPlatform<StartingUser>> users) {

    /** @param platform empty if it makes no difference */
    record OnPlatform<U extends StartingUser>(U user, Optional<Platform> platform) {}

    static StartingUsers of(ContainerSubject subject, Inspections inspections) {
        return StartingUser.bySpec(subject)
                .map(user -> new StartingUsers(List.of(new OnPlatform<>(user, Optional.empty()))))
                .orElseGet(() ->
                        byImages(subject, OwnImage.of(subject, inspections).variants()));
    }

    private static StartingUsers byImages(ContainerSubject subject, List<Image> variants) {
        boolean alike = variants.stream()
                        .map(image -> StartingUser.byImage(subject, image))
                        .distinct()
                        .count()
                == 1;
        return new StartingUsers(variants.stream()
                .map(image -> new OnPlatform<>(
                        StartingUser.byImage(subject, image), alike ? Optional.<Platform>empty() : image.platform()))
                .toList());
    }

    <U extends StartingUser> Optional<OnPlatform<U>> first(Class<U> kind) {
        return users.stream()
                .filter(it -> kind.isInstance(it.user()))
                .findFirst()
                .map(it -> new OnPlatform<>(kind.cast(it.user()), it.platform()));
    }
}
