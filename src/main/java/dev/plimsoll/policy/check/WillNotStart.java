package dev.plimsoll.policy.check;

import dev.plimsoll.image.Platform;
import dev.plimsoll.policy.CheckDescription;
import dev.plimsoll.policy.ContainerCheck;
import dev.plimsoll.policy.ContainerSubject;
import dev.plimsoll.policy.Inspections;
import dev.plimsoll.policy.Violation;
import java.util.List;
import java.util.Optional;

/**
 * The kubelet must be able to start the container as its user.
 *
 * <p>It refuses, under {@code runAsNonRoot: true}, {@code runAsUser: 0}, an image whose user is root, and an image whose
 * user is a name: a name cannot be verified without reading the image's files. A {@code runAsUser} or a numeric image
 * user outside 0 to 2147483647 never starts. On Windows it refuses {@code ContainerAdministrator} under
 * {@code runAsNonRoot: true}. Image volumes run nothing.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/kubelet/kuberuntime/security_context_others.go">
 *     verifyRunAsNonRoot</a>
 */
public record WillNotStart() implements ContainerCheck {

    public static final CheckDescription DESCRIPTION = new CheckDescription(
            "will-not-start",
            "The kubelet will refuse to start the container, because of its user.",
            "The API server accepts the pod, it is scheduled and pulled, and then stays in `CreateContainerConfigError`. "
                    + "The reason stands in an event of the pod, where it is found late.",
            "Give the image a numeric `USER` other than 0 (`USER 10001`, not `USER app`), or set "
                    + "`securityContext.runAsUser` to one.",
            List.of());

    @Override
    public String id() {
        return DESCRIPTION.id();
    }

    @Override
    public boolean needsImage(ContainerSubject subject) {
        return mayBeRefused(subject) && StartingUser.bySpec(subject).isEmpty();
    }

    @Override
    public List<Violation> check(ContainerSubject subject, Inspections inspections) {
        return mayBeRefused(subject)
                ? StartingUsers.of(subject, inspections)
                        .first(StartingUser.Refused.class)
                        .map(found -> List.of(violation(found.user(), found.platform())))
                        .orElse(List.of())
                : List.of();
    }

    /** On Linux a number can be out of range whatever the pod says; on Windows only runAsNonRoot refuses. */
    private static boolean mayBeRefused(ContainerSubject subject) {
        return subject.container().runs()
                && (!StartingUser.onWindows(subject)
                        || subject.container().runAs().nonRoot());
    }

    private static Violation violation(StartingUser.Refused user, Optional<Platform> platform) {
        String where = platform.map(it -> " on " + it).orElse("");
        return new Violation("will not start%s: %s".formatted(where, user.because()), user.remedy());
    }
}
