package dev.plimsoll.dockerfile.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads words: quotes, escapes, variables. A quote or bracket that is never closed takes all the rest, so that nothing is
 * read twice.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02">Quoting in POSIX' shell</a>
 */
final class WordReader {

    /** Variables put into variables could double again and again; beyond this much they are left as written. */
    private static final int MOST_EXPANSION = 1 << 16;

    private static final String ENDS_A_WORD = " \t\r\n;&|()<>";

    private final String text;
    private final Function<String, Optional<String>> variables;
    private int at;
    private int expanded;

    private final StringBuilder word = new StringBuilder();
    private final List<Word> words = new ArrayList<>();
    private boolean plain;
    private boolean begun;

    WordReader(String text, Function<String, Optional<String>> variables) {
        this.text = text;
        this.variables = variables;
    }

    int position() {
        return at;
    }

    void moveTo(int position) {
        at = position;
    }

    /** Reads the word that begins here; an unquoted variable may make several of it, or none. */
    List<Word> read() {
        words.clear();
        begin();
        while (at < text.length() && ENDS_A_WORD.indexOf(text.charAt(at)) < 0) {
            readPart();
        }
        end();
        return List.copyOf(words);
    }

    private void begin() {
        word.setLength(0);
        plain = true;
        begun = false;
    }

    private void end() {
        if (begun) {
            words.add(new Word(word.toString(), plain));
        }
        begin();
    }

    private void readPart() {
        switch (text.charAt(at)) {
            case '\\' -> readEscape();
            case '\'' -> readSingleQuoted();
            case '"' -> readDoubleQuoted();
            case '$' -> readDollar(false);
            case '`' -> readSubstitution();
            default -> append(text.charAt(at++));
        }
    }

    private void append(char c) {
        word.append(c);
        begun = true;
    }

    private void append(String literal) {
        word.append(literal);
        begun = true;
        plain = false;
    }

    private void readEscape() {
        at++;
        if (at < text.length() && text.charAt(at) != '\n') {
            append(text.substring(at, at + 1));
        }
        at++;
    }

    private void readSingleQuoted() {
        int end = text.indexOf('\'', at + 1);
        append(text.substring(at + 1, end < 0 ? text.length() : end));
        at = end < 0 ? text.length() : end + 1;
    }

    private void readDoubleQuoted() {
        append("");
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            switch (text.charAt(at)) {
                case '\\' -> readEscapeInQuotes();
                case '$' -> readDollar(true);
                case '`' -> readSubstitution();
                default -> append(text.charAt(at++));
            }
        }
        at++;
    }

    private void readEscapeInQuotes() {
        char next = at + 1 < text.length() ? text.charAt(at + 1) : '\\';
        if (next != '\n') {
            append("$`\"\\".indexOf(next) >= 0 ? String.valueOf(next) : "\\" + next);
        }
        at += 2;
    }

    private void readDollar(boolean quoted) {
        char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        if (next == '(') {
            readSubstitution();
        } else if (next == '{') {
            readBraces(quoted);
        } else if (next == '\'' && !quoted) {
            at++;
            readSingleQuoted();
        } else {
            readName(quoted);
        }
    }

    private void readName(boolean quoted) {
        int end = at + 1;
        while (end < text.length() && isNamePart(text.charAt(end))) {
            end++;
        }
        String name = text.substring(at + 1, end);
        String written = text.substring(at, end);
        at = end;
        putIn(name, written, quoted);
    }

    private void readBraces(boolean quoted) {
        int from = at;
        at = Brackets.endOf(text, at + 1);
        String written = text.substring(from, at);
        putIn(written.substring(2, Math.max(2, written.length() - 1)), written, quoted);
    }

    private void readSubstitution() {
        int from = at;
        at = Brackets.endOf(text, text.charAt(at) == '$' ? at + 1 : at);
        append(text.substring(from, at));
    }

    private void putIn(String name, String written, boolean quoted) {
        Optional<String> value = Word.isName(name) ? variables.apply(name).filter(this::hasRoom) : Optional.empty();
        if (value.isEmpty()) {
            append(written);
        } else if (quoted) {
            append(value.get());
        } else {
            putInWords(value.get());
        }
        plain = false;
    }

    private boolean hasRoom(String value) {
        expanded += value.length();
        return expanded <= MOST_EXPANSION;
    }

    private void putInWords(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isWhitespace(value.charAt(i))) {
                plain = false;
                end();
            } else {
                append(value.charAt(i));
            }
        }
    }

    private static boolean isNamePart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }
}
