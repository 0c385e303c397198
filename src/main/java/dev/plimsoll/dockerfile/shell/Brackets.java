package dev.plimsoll.dockerfile.shell;

/** Finds where a bracket, brace or backquote of a shell is closed, whatever it holds. */
final class Brackets {

    private Brackets() {}

    /**
     * @param from where the opening character stands: <code>(</code>, <code>{</code> or a backquote
     * @return behind the closing one; the text's end if there is none
     */
    static int endOf(String text, int from) {
        StringBuilder open = new StringBuilder();
        open.append(closing(text.charAt(from)));
        int at = from + 1;
        while (at < text.length() && !open.isEmpty()) {
            at = step(text, at, open);
        }
        return Math.min(at, text.length());
    }

    private static int step(String text, int at, StringBuilder open) {
        char c = text.charAt(at);
        int last = open.length() - 1;
        char awaited = open.charAt(last);
        if (c == '\\') {
            return at + 2;
        }
        if (c == awaited) {
            open.setLength(last);
        } else if (c == '\'' && awaited != '"') {
            int end = text.indexOf('\'', at + 1);
            return end < 0 ? text.length() : end + 1;
        } else if (c == '"' || c == '`' || opensBracket(text, at, awaited)) {
            open.append(closing(c));
        }
        return at + 1;
    }

    /** Within double quotes a bracket counts only behind a dollar. */
    private static boolean opensBracket(String text, int at, char awaited) {
        char c = text.charAt(at);
        return (c == '(' || c == '{') && (c == '(' && awaited == ')' || text.charAt(at - 1) == '$');
    }

    private static char closing(char opening) {
        return switch (opening) {
            case '(' -> ')';
            case '{' -> '}';
            default -> opening;
        };
    }
}
