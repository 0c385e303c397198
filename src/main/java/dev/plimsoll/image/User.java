package dev.plimsoll.image;

/**
 * Whom an image runs as, by the kubelet's rule.
 *
 * <p>Only the part before the colon counts. A number is that uid; nothing, {@code 0} and {@code root} are root; any other
 * name is not taken for root, yet cannot be verified, so the kubelet refuses it under {@code runAsNonRoot}.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/kubelet/kuberuntime/security_context.go">verifyRunAsNonRoot</a>
 * @see <a href="https://github.com/containerd/containerd/blob/v2.0.0/internal/cri/server/images/image_status.go">getUserFromImage</a>
 */
public sealed interface User {

    /** Uid 0, which an image that sets nothing has too. */
    record Root(String written) implements User {}

    /** A uid other than 0; one below 0 or above {@link #LARGEST_UID} is none that a container can be started with. */
    record Uid(long value, String written) implements User {}

    /** A name that only the image's own /etc/passwd could turn into a number. */
    record Name(String written) implements User {}

    /** The largest uid a container can be started with. */
    long LARGEST_UID = Integer.MAX_VALUE;

    /** As written in the image's config, or empty. */
    String written();

    /** Reads {@code user}, {@code user:group}, {@code uid}, {@code uid:gid}, or nothing; never fails. */
    static User parse(String written) {
        int colon = written.indexOf(':');
        String user = colon < 0 ? written : written.substring(0, colon);
        if (user.isEmpty() || user.equals("root")) {
            return new Root(written);
        }
        return isNumber(user) ? ofNumber(user, written) : new Name(written);
    }

    /** A number too large for the runtime to read as one is looked up as a name, as the runtime does it. */
    private static User ofNumber(String user, String written) {
        try {
            long uid = Long.parseLong(user);
            return uid == 0 ? new Root(written) : new Uid(uid, written);
        } catch (NumberFormatException e) {
            return new Name(written);
        }
    }

    /** Decimal digits after an optional sign, however many: thirty zeros are 0, which is root. */
    private static boolean isNumber(String user) {
        int sign = user.startsWith("+") || user.startsWith("-") ? 1 : 0;
        for (int i = sign; i < user.length(); i++) {
            if (user.charAt(i) < '0' || user.charAt(i) > '9') {
                return false;
            }
        }
        return user.length() > sign;
    }
}
