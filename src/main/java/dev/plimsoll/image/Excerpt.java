package dev.plimsoll.image;

/** Text that a stranger wrote, made fit to stand in a message: quoted, short, one line, printable ASCII only. */
final class Excerpt {

    private static final int LONGEST = 40;

    private Excerpt() {}

    /** The beginning of the text: {@code "nginx"}, {@code "aaaa"…}; what cannot be shown is a question mark. */
    static String of(String text) {
        return text.length() > LONGEST ? quoted(text.substring(0, LONGEST)) + "…" : quoted(text);
    }

    /** One character by its looks or, if it has none to trust, by its number: {@code "$"}, {@code U+202E}. */
    static String of(int codePoint) {
        if (codePoint == ' ') {
            return "a space";
        }
        return isPrintable(codePoint) ? quoted(Character.toString(codePoint)) : "U+%04X".formatted(codePoint);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> quoted.append(isPrintable(c) ? (char) c : '?'));
        return quoted.append('"').toString();
    }

    private static boolean isPrintable(int codePoint) {
        return codePoint >= ' ' && codePoint <= '~';
    }
}
