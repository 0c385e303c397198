package dev.plimsoll.workload;

import java.util.Optional;

/**
 * Whom a container runs as, as far as the pod says it: the container's security context over the pod's.
 *
 * @param user {@code runAsUser}; empty leaves it to the image
 * @param nonRoot {@code runAsNonRoot}
 * @param userNamespace whether the pod has its own ({@code hostUsers: false}), so that root in it is not root on the node
 * @param windows whether the pod runs on Windows ({@code os.name: windows})
 * @param windowsUser {@code windowsOptions.runAsUserName}
 */
public record RunAs(
        Optional<Long> user, boolean nonRoot, boolean userNamespace, boolean windows, Optional<String> windowsUser) {

    /** A Linux pod that says nothing. */
    public static final RunAs UNSPECIFIED = new RunAs(Optional.empty(), false, false, false, Optional.empty());
}
