package dev.plimsoll.dockerfile.shell;

import java.util.regex.Pattern;

/**
 * One word of a command, after quotes are removed.
 *
 * @param plain whether nothing in it was quoted or put in: only such a word can be a keyword
 */
record Word(String text, boolean plain) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

    boolean is(String keyword) {
        return plain && text.equals(keyword);
    }

    boolean isAssignment() {
        int equals = text.indexOf('=');
        return equals > 0 && isName(text.substring(0, Math.min(equals, 129)));
    }

    String assignedName() {
        return text.substring(0, text.indexOf('='));
    }

    String assignedValue() {
        return text.substring(text.indexOf('=') + 1);
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
