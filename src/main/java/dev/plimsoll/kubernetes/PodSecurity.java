package dev.plimsoll.kubernetes;

import dev.plimsoll.image.User;
import dev.plimsoll.workload.RunAs;
import java.util.Optional;

/**
 * What a pod says of its containers' users. What a container says itself goes before it, field by field, as in the
 * kubelet's DetermineEffectiveSecurityContext.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/securitycontext/util.go">DetermineEffectiveSecurityContext</a>
 */
record PodSecurity(Field securityContext, boolean userNamespace, boolean windows) {

    static final Outline CONTEXT = Outline.of("runAsUser", "runAsNonRoot", "windowsOptions");

    static PodSecurity of(Field podSpec) {
        return new PodSecurity(
                podSpec.get("securityContext"),
                !podSpec.get("hostUsers").flag().orElse(true),
                PodPlatforms.isWindows(podSpec));
    }

    RunAs runAs(Field containerContext) {
        return new RunAs(
                user(containerContext).or(() -> user(securityContext)),
                nonRoot(containerContext).or(() -> nonRoot(securityContext)).orElse(false),
                userNamespace,
                windows,
                windowsUser(containerContext).or(() -> windowsUser(securityContext)));
    }

    private static Optional<Long> user(Field context) {
        return context.get("runAsUser").wholeNumber(User.LARGEST_UID);
    }

    private static Optional<Boolean> nonRoot(Field context) {
        return context.get("runAsNonRoot").flag();
    }

    private static Optional<String> windowsUser(Field context) {
        return context.get("windowsOptions").get("runAsUserName").text();
    }
}
