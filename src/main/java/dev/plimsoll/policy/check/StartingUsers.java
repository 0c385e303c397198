package dev.plimsoll.policy.check;

import dev.plimsoll.image.Image;
import dev.plimsoll.image.Platform;
import dev.plimsoll.policy.ContainerSubject;
import dev.plimsoll.policy.Inspections;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What becomes of a container's user on each platform that the pod can land on. */
record StartingUsers(List<OnPlatform<StartingUser>> users) {

    /** @param platform empty if it makes no difference */
    record OnPlatform<U extends StartingUser>(U user, Optional<Platform> platform) {}

    static StartingUsers of(ContainerSubject subject, Inspections inspections) {
        return StartingUser.bySpec(subject)
                .map(StartingUsers::anywhere)
                .orElseGet(() ->
                        byImages(subject, OwnImage.of(subject, inspections).variants()));
    }

    private static StartingUsers byImages(ContainerSubject subject, List<Image> variants) {
        if (variants.size() == 1) {
            return anywhere(StartingUser.byImage(subject, variants.get(0)));
        }
        List<OnPlatform<StartingUser>> users = new ArrayList<>();
        Set<StartingUser> distinct = new HashSet<>();
        for (Image image : variants) {
            StartingUser user = StartingUser.byImage(subject, image);
            users.add(new OnPlatform<>(user, image.platform()));
            distinct.add(user);
        }
        return distinct.size() == 1 ? anywhere(users.get(0).user()) : new StartingUsers(users);
    }

    private static StartingUsers anywhere(StartingUser user) {
        return new StartingUsers(List.of(new OnPlatform<>(user, Optional.empty())));
    }

    <U extends StartingUser> Optional<OnPlatform<U>> first(Class<U> kind) {
        for (OnPlatform<StartingUser> it : users) {
            if (kind.isInstance(it.user())) {
                return Optional.of(new OnPlatform<>(kind.cast(it.user()), it.platform()));
            }
        }
        return Optional.empty();
    }
}
