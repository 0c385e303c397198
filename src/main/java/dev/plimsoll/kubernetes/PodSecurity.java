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
record PodSecurity(RunAs ofPod) {

    static final Outline CONTEXT = Outline.of("runAsUser", "runAsNonRoot", "windowsOptions");

    static PodSecurity of(Field podSpec) {
        Field context = podSpec.get("securityContext");
        return new PodSecurity(new RunAs(
                user(context),
                nonRoot(context).orElse(false),
                !podSpec.get("hostUsers").flag().orElse(true),
                PodPlatforms.isWindows(podSpec),
                windowsUser(context)));
    }

    RunAs runAs(Field containerContext) {
        if (containerContext.saysNothing()) {
            return ofPod;
        }
        return new RunAs(
                user(containerContext).or(ofPod::user),
                nonRoot(containerContext).orElse(ofPod.nonRoot()),
                ofPod.userNamespace(),
                ofPod.windows(),
                windowsUser(containerContext).or(ofPod::windowsUser));
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
