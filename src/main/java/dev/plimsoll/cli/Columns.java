package dev.plimsoll.cli;

import java.util.ArrayList;
import java.util.List;

/** Text set in columns. */
final class Columns {

    private Columns() {}

    static String padded(String text, int width) {
        return text.length() >= width ? text : text + " ".repeat(width - text.length());
    }

    static String rightAligned(String text, int width) {
        return text.length() >= width ? text : " ".repeat(width - text.length()) + text;
    }

    static String number(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** Broken at spaces; a word that is longer than a line has one of its own. */
    static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() > 0 ? " " : "").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
