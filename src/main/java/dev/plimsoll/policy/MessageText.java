package dev.plimsoll.policy;

/** Text that is safe to show: one line, no control characters, of bounded length. */
public final class MessageText {

    private MessageText() {}

    /**
     * The text without control and formatting characters, cut to a number of code points. The API server drops a warning
     * that holds a newline or a tab, and a terminal must not obey an image's name.
     */
    public static String line(String text, int longest) {
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
