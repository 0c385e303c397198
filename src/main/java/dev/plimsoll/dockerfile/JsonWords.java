package dev.plimsoll.dockerfile;

import java.util.ArrayList;
import java.util.List;

/** The exec form of an instruction: {@code ["npm", "ci"]}. */
final class JsonWords {

    private JsonWords() {}

    /** The words; none if the text is no array of strings. */
    static List<String> read(String text) {
        if (!text.startsWith("[") || !text.endsWith("]")) {
            return List.of();
        }
        List<String> words = new ArrayList<>();
        int at = 1;
        while (at < text.length() - 1) {
            char c = text.charAt(at);
            if (c == '"') {
                StringBuilder word = new StringBuilder();
                at = readString(text, at + 1, word);
                words.add(word.toString());
            } else if (Character.isWhitespace(c) || c == ',') {
                at++;
            } else {
                return List.of();
            }
        }
        return words;
    }

    private static int readString(String text, int from, StringBuilder word) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\') {
                at++;
            }
            if (at < text.length()) {
                word.append(text.charAt(at));
            }
            at++;
        }
        return at + 1;
    }
}
