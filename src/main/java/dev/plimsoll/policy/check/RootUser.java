package dev.plimsoll.policy.check;

import dev.plimsoll.image.Platform;
import dev.plimsoll.policy.CheckDescription;
import dev.plimsoll.policy.CheckDescription.Parameter;
import dev.plimsoll.policy.ContainerCheck;
import dev.plimsoll.policy.ContainerSubject;
import dev.plimsoll.policy.Inspections;
import dev.plimsoll.policy.Violation;
import dev.plimsoll.workload.RunAs;
import java.util.List;
import java.util.Optional;

/**
 * A container must not run as root.
 *
 * <p>The container's {@code securityContext.runAsUser} decides, else the pod's, else the image's user, of which nothing,
 * {@code 0}, {@code 0:…}, {@code root} and {@code root:…} are root; another name is not taken for root. What
 * {@code runAsNonRoot} keeps from starting does not run as root: that is for {@link WillNotStart} to find. With
 * {@code hostUsers: false} root in the container is not root on the node. On Windows, {@code ContainerAdministrator} is
 * root. The image is looked up only where the pod spec leaves it open; image volumes run nothing.
 *
 * @param allowUserNamespaces whether root in a user namespace of the pod's own passes
 * @see <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted">Running as non-root</a>
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/">User namespaces</a>
 */
public record RootUser(boolean allowUserNamespaces) implements ContainerCheck {

    public static final CheckDescription DESCRIPTION = new CheckDescription(
            "root-user",
            "The container would run as root.",
            "Uid 0 in a container is uid 0 on the node: whoever breaks out, through a kernel bug or a mounted socket, "
                    + "owns the node. Few programs need it.",
            "Set a numeric `USER` in the Dockerfile, and `securityContext.runAsNonRoot: true` in the pod, so that it stays "
                    + "so. `securityContext.runAsUser` over an image of somebody else's does as well, if its files allow it.",
            List.of(new Parameter(
                    "allowUserNamespaces",
                    "true",
                    "Whether root passes in a pod with `hostUsers: false`, where it is not root on the node.")));

    @Override
    public String id() {
        return DESCRIPTION.id();
    }

    @Override
    public boolean needsImage(ContainerSubject subject) {
        return mayRunAsRoot(subject) && StartingUser.bySpec(subject).isEmpty();
    }

    @Override
    public List<Violation> check(ContainerSubject subject, Inspections inspections) {
        return mayRunAsRoot(subject)
                ? StartingUsers.of(subject, inspections)
                        .first(StartingUser.Root.class)
                        .map(found -> List.of(violation(found.user(), found.platform())))
                        .orElse(List.of())
                : List.of();
    }

    /** Linux' runAsNonRoot leaves no way to; Windows' knows only one spelling of the administrator's name. */
    private boolean mayRunAsRoot(ContainerSubject subject) {
        RunAs runAs = subject.container().runAs();
        return subject.container().runs()
                && (StartingUser.onWindows(subject)
                        || !runAs.nonRoot() && !(runAs.userNamespace() && allowUserNamespaces));
    }

    private static Violation violation(StartingUser.Root user, Optional<Platform> platform) {
        String where = platform.map(it -> " on " + it).orElse("");
        return new Violation("runs as root" + where + " (" + user.because() + ")", user.remedy());
    }
}
