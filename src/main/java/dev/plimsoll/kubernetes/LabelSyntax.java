package dev.plimsoll.kubernetes;

import java.util.regex.Pattern;

/**
 * How labels and names are written.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set">Labels</a>
 */
final class LabelSyntax {

    private static final int LONGEST_SUBDOMAIN = 253;
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,251}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,251}[a-z0-9])?)*+");

    private LabelSyntax() {}

    /** {@code app}, {@code app.kubernetes.io/name}. */
    static boolean isKey(String text) {
        int slash = text.indexOf('/');
        return (slash < 0 || isSubdomain(text.substring(0, slash)))
                && WORD.matcher(text.substring(slash + 1)).matches();
    }

    static boolean isValue(String text) {
        return text.isEmpty() || WORD.matcher(text).matches();
    }

    /** A DNS subdomain (RFC 1123), as objects' names are. */
    static boolean isSubdomain(String text) {
        return text.length() <= LONGEST_SUBDOMAIN && SUBDOMAIN.matcher(text).matches();
    }
}
