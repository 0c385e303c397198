package dev.plimsoll.image;

import java.math.BigInteger;
import java.util.regex.Pattern;

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

    /** A uid other than 0. */
    record Uid(long value, String written) implements User {}

    /** A name that only the image's own /etc/passwd could turn into a number. */
    record Name(String written) implements User {}

    /** The largest uid a container can be started with. */
    long LARGEST_UID = Integer.MAX_VALUE;

    Pattern NUMBER = Pattern.compile("[+-]?\\d{1,30}");

    /** As written in the image's config, or empty. */
    String written();

    /** Reads {@code user}, {@code user:group}, {@code uid}, {@code uid:gid}, or nothing. */
    static User parse(String written) {
        String user = written.split(":", 2)[0];
        if (user.isEmpty() || user.equals("root")) {
            return new Root(written);
        }
        return NUMBER.matcher(user).matches() ? ofNumber(new BigInteger(user), written) : new Name(written);
    }

    private static User ofNumber(BigInteger uid, String written) {
        if (uid.bitLength() >= Long.SIZE) {
            return new Name(written);
        }
        return uid.signum() == 0 ? new Root(written) : new Uid(uid.longValueExact(), written);
    }
}
