package dev.plimsoll.policy;

import dev.plimsoll.image.Digest;
import dev.plimsoll.image.ImageName;
import dev.plimsoll.image.ImageReference;
import java.util.Optional;

/** Text that is safe to show: one line, no control characters, of bounded length. */
public final class MessageText {

    /** What leaves room, in a line of 120 characters, for what is wrong with the image. */
    private static final int LONGEST_IMAGE = 72;

    /** Of a digest, as much as tells one from another at a glance. */
    private static final int DIGEST_DIGITS = 12;

    private MessageText() {}

    /**
     * The image as it was written, in one line and of bounded length. Its digest is abbreviated; of a name that is still
     * too long the middle is left out, for the registry at its beginning and the tag at its end say most.
     */
    public static String image(ImageName image) {
        String written = digestOf(image)
                .map(digest ->
                        image.written().replace(digest.hex(), digest.hex().substring(0, DIGEST_DIGITS) + "…"))
                .orElse(image.written());
        return withoutMiddle(written, LONGEST_IMAGE);
    }

    private static Optional<Digest> digestOf(ImageName image) {
        return image instanceof ImageName.Valid valid
                ? Optional.of(valid.reference()).flatMap(ImageReference::digest)
                : Optional.empty();
    }

    private static String withoutMiddle(String text, int longest) {
        int length = text.codePointCount(0, text.length());
        if (length <= longest) {
            return line(text, longest);
        }
        int head = longest / 2;
        int tail = text.offsetByCodePoints(text.length(), head - longest);
        return line(text, head) + line(text.substring(tail), longest);
    }

    /**
     * The text without control and formatting characters, cut to a number of code points. The API server drops a warning
     * that holds a newline or a tab, and a terminal must not obey an image's name.
     */
    public static String line(String text, int longest) {
        return isPlain(text, longest) ? text : shown(text, longest);
    }

    /** As most are. */
    private static boolean isPlain(String text, int longest) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return text.length() <= longest;
    }

    private static String shown(String text, int longest) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), longest));
        int written = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (written == longest) {
                line.setLength(line.offsetByCodePoints(line.length(), -1));
                return line.append('…').toString();
            }
            line.appendCodePoint(visible(text.codePointAt(i)));
            written++;
        }
        return line.toString();
    }

    private static int visible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> '\uFFFD';
            default -> codePoint;
        };
    }
}
