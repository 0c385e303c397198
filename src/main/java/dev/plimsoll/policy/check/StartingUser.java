package dev.plimsoll.policy.check;

import dev.plimsoll.image.Image;
import dev.plimsoll.image.Platform;
import dev.plimsoll.image.User;
import dev.plimsoll.policy.ContainerSubject;
import dev.plimsoll.policy.MessageText;
import dev.plimsoll.workload.RunAs;
import java.util.Optional;
import java.util.Set;

/**
 * What becomes of a container when it is started, as far as its user goes: exactly the kubelet's rule.
 *
 * <p>On Linux the container's or pod's {@code runAsUser} decides, else the image's user. On Windows it is
 * {@code windowsOptions.runAsUserName}, else the image's user; {@code runAsUser} means nothing there. What an image
 * without a user runs as on Windows depends on its base (ContainerUser of nanoserver, ContainerAdministrator of
 * servercore), which its config does not tell, so it is not taken for an administrator.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/kubelet/kuberuntime/security_context_others.go">
 *     verifyRunAsNonRoot on Linux</a>
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/kubelet/kuberuntime/security_context_windows.go">
 *     verifyRunAsNonRoot on Windows</a>
 */
sealed interface StartingUser {

    /** It starts, and not as root. */
    record Unprivileged() implements StartingUser {}

    /**
     * It starts as root.
     *
     * @param because who says so: {@code image sets no USER}
     */
    record Root(String because, String remedy) implements StartingUser {}

    /** It does not start. */
    record Refused(String because, String remedy) implements StartingUser {}

    String WINDOWS = "windows";
    String WINDOWS_ADMINISTRATOR = "ContainerAdministrator";
    int LONGEST_USER = 40;

    StartingUser UNPRIVILEGED = new Unprivileged();

    /** What the pod spec alone decides; empty if it leaves it to the image. */
    static Optional<StartingUser> bySpec(ContainerSubject subject) {
        RunAs runAs = subject.container().runAs();
        return onWindows(subject)
                ? runAs.windowsUser().map(user -> ofWindowsUser(user, runAs, "runAsUserName: " + shown(user)))
                : runAs.user().map(uid -> ofUid(uid, runAs));
    }

    /** What the image decides where the pod spec does not. */
    static StartingUser byImage(ContainerSubject subject, Image image) {
        RunAs runAs = subject.container().runAs();
        String user = image.config().user();
        boolean windows =
                image.platform().map(platform -> platform.os().equals(WINDOWS)).orElse(onWindows(subject));
        return windows
                ? ofWindowsUser(user.split(":", 2)[0], runAs, "image sets USER " + shown(user))
                : ofImageUser(image.user(), runAs);
    }

    /** Whether the pod says so, or can land nowhere else. */
    static boolean onWindows(ContainerSubject subject) {
        return subject.container().runAs().windows() || areAllWindows(subject.platforms());
    }

    private static boolean areAllWindows(Set<Platform> platforms) {
        for (Platform platform : platforms) {
            if (!platform.os().equals(WINDOWS)) {
                return false;
            }
        }
        return true;
    }

    private static StartingUser ofUid(long uid, RunAs runAs) {
        if (isOutOfRange(uid)) {
            return new Refused(
                    "runAsUser %d is not between 0 and %d".formatted(uid, User.LARGEST_UID), "set a uid in that range");
        }
        if (uid != 0) {
            return UNPRIVILEGED;
        }
        return runAs.nonRoot()
                ? new Refused("runAsUser 0 breaks runAsNonRoot", "set a runAsUser other than 0")
                : new Root("runAsUser: 0", "set securityContext.runAsNonRoot and a runAsUser other than 0");
    }

    private static StartingUser ofImageUser(User user, RunAs runAs) {
        if (user instanceof User.Root root) {
            return ofRoot(root, runAs);
        }
        if (user instanceof User.Uid uid && isOutOfRange(uid.value())) {
            return new Refused(
                    "image sets USER %d, which is not between 0 and %d".formatted(uid.value(), User.LARGEST_UID),
                    "set a USER or runAsUser in that range");
        }
        return user instanceof User.Name name && runAs.nonRoot() ? unverifiable(name) : UNPRIVILEGED;
    }

    private static StartingUser ofRoot(User.Root user, RunAs runAs) {
        String says = user.written().isEmpty() ? "image sets no USER" : "image sets USER " + shown(user.written());
        return runAs.nonRoot()
                ? new Refused(
                        "container has runAsNonRoot and image will run as root (%s)".formatted(says),
                        "set a numeric USER or runAsUser other than 0")
                : new Root(says, "set securityContext.runAsNonRoot and a numeric USER");
    }

    private static StartingUser unverifiable(User.Name user) {
        return new Refused(
                "container has runAsNonRoot and image has non-numeric user (%s), cannot verify user is non-root"
                        .formatted(shown(user.written())),
                "set a numeric USER or runAsUser");
    }

    /** The kubelet refuses only the administrator's exact name; Windows itself takes any case, and a domain before it. */
    private static StartingUser ofWindowsUser(String user, RunAs runAs, String says) {
        if (runAs.nonRoot() && user.equals(WINDOWS_ADMINISTRATOR)) {
            return new Refused(
                    "container has runAsNonRoot and will run as administrator (%s)".formatted(says),
                    "set windowsOptions.runAsUserName: ContainerUser");
        }
        return isAdministrator(user) ? new Root(says, "set windowsOptions.runAsUserName: ContainerUser") : UNPRIVILEGED;
    }

    private static boolean isAdministrator(String user) {
        return user.substring(user.lastIndexOf('\\') + 1).equalsIgnoreCase(WINDOWS_ADMINISTRATOR);
    }

    private static boolean isOutOfRange(long uid) {
        return uid < 0 || uid > User.LARGEST_UID;
    }

    private static String shown(String user) {
        return MessageText.line(user, LONGEST_USER);
    }
}
