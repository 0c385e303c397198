package dev.plimsoll.dockerfile;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@code A=b "C"="d e" F}, where builders drop the quotes: a value ends where the next name begins. */
final class Assignments {

    private static final int LONGEST_NAME = 256;

    private Assignments() {}

    /** Names and their values; a name without one has an empty value. */
    static Map<String, String> read(String text) {
        Map<String, String> read = new LinkedHashMap<>();
        String name = "";
        StringBuilder value = new StringBuilder();
        for (String word : text.split(" ")) {
            int equals = nameEnd(word);
            if (equals > 0) {
                put(read, name, value);
                name = unquoted(word.substring(0, equals));
                value = new StringBuilder(word.substring(equals + 1));
            } else if (name.isEmpty()) {
                name = word.length() > LONGEST_NAME ? "" : word;
            } else {
                value.append(value.isEmpty() ? "" : " ").append(word);
            }
        }
        put(read, name, value);
        return read;
    }

    private static void put(Map<String, String> read, String name, StringBuilder value) {
        if (!name.isEmpty()) {
            read.put(name, unquoted(value.toString().strip()));
        }
    }

    /** Labels have dots and slashes in their names. */
    private static int nameEnd(String word) {
        int equals = word.indexOf('=');
        return equals > 0 && equals <= LONGEST_NAME && isName(unquoted(word.substring(0, equals))) ? equals : -1;
    }

    private static boolean isName(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || "_.-/".indexOf(c) >= 0);
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1
                && (text.charAt(0) == '"' || text.charAt(0) == '\'')
                && text.charAt(text.length() - 1) == text.charAt(0);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
