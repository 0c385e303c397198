package dev.plimsoll.kubernetes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Passes over JSON: each method takes the place where something begins and returns the one behind it. Places are handed from
 * method to method rather than kept, for a processor that has to look them up in memory takes twice as long.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
final class JsonSkip {

    static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    /** Stands for what is behind the end, and nowhere in JSON but within a text. */
    private static final byte END = 0;

    private JsonSkip() {}

    /**
     * Passes over a value, and the white space behind it. That is one loop rather than a method for each bracket that calls
     * itself, which takes an eighth more.
     *
     * @param levels how deep it may nest
     * @throws UnreadableJsonException if there is none, or it nests deeper
     */
    static int value(byte[] json, int begin, int levels) throws UnreadableJsonException {
        int at = begin;
        int open = 0;
        long braces = 0; // of the open brackets, one bit each, set for a brace; the lowest is the innermost's
        while (true) {
            byte first = byteAt(json, at);
            boolean brace = first == '{';
            if (first == '"') {
                at = space(json, text(json, at));
            } else if (!brace && first != '[') {
                at = space(json, word(json, at, first));
            } else if (open == Long.SIZE) {
                at = value(json, at, levels - open);
            } else {
                requireLevels(levels - open);
                at = space(json, at + 1);
                open++;
                braces = braces << 1 | (brace ? 1 : 0);
                if (byteAt(json, at) != closing(braces)) {
                    at = brace ? name(json, at) : at;
                    continue;
                }
            }
            while (open > 0 && byteAt(json, at) == closing(braces)) {
                at = space(json, at + 1);
                open--;
                braces >>>= 1;
            }
            if (open == 0) {
                return at;
            }
            at = space(json, expected(json, at, ','));
            at = (braces & 1) == 1 ? name(json, at) : at;
        }
    }

    private static char closing(long braces) {
        return (braces & 1) == 1 ? '}' : ']';
    }

    /** Passes over a field's name and the colon behind it. */
    private static int name(byte[] json, int at) throws UnreadableJsonException {
        return space(json, expected(json, space(json, text(json, at)), ':'));
    }

    /** Passes over what is neither text nor in brackets. */
    private static int word(byte[] json, int at, byte first) throws UnreadableJsonException {
        return switch (first) {
            case 't' -> literal(json, at, TRUE);
            case 'f' -> literal(json, at, FALSE);
            case 'n' -> literal(json, at, NULL);
            default -> number(json, at);
        };
    }

    /** @throws UnreadableJsonException if it nests too deep */
    static void requireLevels(int levels) throws UnreadableJsonException {
        if (levels <= 0) {
            throw UnreadableJsonException.tooDeep();
        }
    }

    /** @throws UnreadableJsonException if there is no text, or what it holds may not be in one */
    static int text(byte[] json, int at) throws UnreadableJsonException {
        int from = expected(json, at, '"');
        int end = JsonText.endOfPlain(json, from);
        return byteAt(json, end) == '"' ? end + 1 : JsonText.checked(json, from) + 1;
    }

    /** @throws UnreadableJsonException if something else is there */
    static int literal(byte[] json, int at, byte[] written) throws UnreadableJsonException {
        int end = Math.min(at + written.length, json.length);
        int mismatch = Arrays.mismatch(json, at, end, written, 0, written.length);
        if (mismatch >= 0) {
            throw UnreadableJsonException.syntax(json, at + mismatch);
        }
        return end;
    }

    /** @throws UnreadableJsonException if there is no number */
    static int number(byte[] json, int begin) throws UnreadableJsonException {
        int at = integer(json, begin);
        if (byteAt(json, at) == '.') {
            at = digits(json, at + 1);
        }
        if (byteAt(json, at) == 'e' || byteAt(json, at) == 'E') {
            byte sign = byteAt(json, at + 1);
            at = digits(json, sign == '+' || sign == '-' ? at + 2 : at + 1);
        }
        return at;
    }

    /**
     * Passes over the whole part of a number, or a number that has no other.
     *
     * @throws UnreadableJsonException if there is none
     */
    static int integer(byte[] json, int begin) throws UnreadableJsonException {
        int at = byteAt(json, begin) == '-' ? begin + 1 : begin;
        return byteAt(json, at) == '0' ? at + 1 : digits(json, at);
    }

    private static int digits(byte[] json, int begin) throws UnreadableJsonException {
        int at = begin;
        while (at < json.length && json[at] >= '0' && json[at] <= '9') {
            at++;
        }
        if (at == begin) {
            throw UnreadableJsonException.syntax(json, at);
        }
        return at;
    }

    /** Passes over white space, of which there may be none. */
    static int space(byte[] json, int begin) {
        int at = begin;
        while (at < json.length && json[at] <= ' ' && isSpace(json[at])) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** @throws UnreadableJsonException if something else is there */
    static int expected(byte[] json, int at, char wanted) throws UnreadableJsonException {
        if (byteAt(json, at) != wanted) {
            throw UnreadableJsonException.syntax(json, at);
        }
        return at + 1;
    }

    /** What is there, which is nothing that anything begins with if that is behind the end. */
    static byte byteAt(byte[] json, int at) {
        return at < json.length ? json[at] : END;
    }
}
