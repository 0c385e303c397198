package dev.plimsoll.kubernetes;

import java.io.IOException;

/** What should be JSON is none, or nests too deep. The message says so, as in "is no JSON: line 1, column 2"; it quotes nothing. */
public final class UnreadableJsonException extends IOException {

    private static final long serialVersionUID = 1L;

    private UnreadableJsonException(String message) {
        super(message);
    }

    /** @param place where in the bytes something else was expected; behind the end, that it was too short */
    static UnreadableJsonException syntax(byte[] json, int place) {
        int at = Math.min(place, json.length);
        int line = 1;
        int begin = 0;
        for (int i = 0; i < at; i++) {
            if (json[i] == '\n') {
                line++;
                begin = i + 1;
            }
        }
        return new UnreadableJsonException("is no JSON: line %d, column %d".formatted(line, at - begin + 1));
    }

    static UnreadableJsonException tooDeep() {
        return new UnreadableJsonException("exceeds a bound: it nests over %d deep".formatted(OutlineReader.DEEPEST));
    }

    static UnreadableJsonException tooLongANumber(int longest) {
        return new UnreadableJsonException("exceeds a bound: a number has over %d digits".formatted(longest));
    }
}
