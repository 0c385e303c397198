package dev.plimsoll.kubernetes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Texts within JSON, from behind the opening quote. Most are plain: they hold neither a backslash nor anything beyond ASCII,
 * and are looked through eight bytes at a time.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259#section-7">RFC 8259, Strings</a>
 */
final class JsonText {

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long TOPS = 0x8080_8080_8080_8080L;
    private static final int BEYOND_CONTROLS = 0x20;

    private JsonText() {}

    /** The first byte that is not plain, at or behind the place: a quote, a backslash, a control or one beyond ASCII. */
    static int endOfPlain(byte[] json, int from) {
        int i = from;
        for (; i <= json.length - Long.BYTES; i += Long.BYTES) {
            long found = notPlain((long) EIGHT.get(json, i));
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (i < json.length && isPlain(json[i])) {
            i++;
        }
        return i;
    }

    /** Has the top bit of each byte set that is not plain; behind the first such byte, of others too. */
    private static long notPlain(long eight) {
        long quote = eight ^ ONES * '"';
        long backslash = eight ^ ONES * '\\';
        long zeros = quote - ONES & ~quote | backslash - ONES & ~backslash;
        return (zeros | eight - ONES * BEYOND_CONTROLS & ~eight | eight) & TOPS;
    }

    private static boolean isPlain(byte b) {
        return b >= BEYOND_CONTROLS && b != '"' && b != '\\';
    }

    /**
     * Where the closing quote is, behind what may be in a text.
     *
     * @throws UnreadableJsonException if there is none, or what is before it is not UTF-8 or may not be in a text
     */
    static int checked(byte[] json, int from) throws UnreadableJsonException {
        int end = end(json, from);
        utf8(json, from, end);
        return end;
    }

    private static int end(byte[] json, int from) throws UnreadableJsonException {
        int i = endOfPlain(json, from);
        while (i < json.length && json[i] != '"') {
            if (json[i] >= 0 && json[i] < BEYOND_CONTROLS) {
                throw UnreadableJsonException.syntax(json, i);
            }
            i = endOfPlain(json, json[i] == '\\' ? endOfEscape(json, i + 1) : i + 1);
        }
        if (i == json.length) {
            throw UnreadableJsonException.syntax(json, i);
        }
        return i;
    }

    private static int endOfEscape(byte[] json, int escaped) throws UnreadableJsonException {
        if (escaped < json.length && json[escaped] == 'u') {
            for (int i = escaped + 1; i <= escaped + 4; i++) {
                if (i == json.length || Character.digit(json[i], 16) < 0) {
                    throw UnreadableJsonException.syntax(json, i);
                }
            }
            return escaped + 5;
        }
        if (escaped == json.length || "\"\\/bfnrt".indexOf(json[escaped]) < 0) {
            throw UnreadableJsonException.syntax(json, escaped);
        }
        return escaped + 1;
    }

    /**
     * What was written between the quotes.
     *
     * @param end as {@link #checked} says
     * @throws UnreadableJsonException if it is not UTF-8
     */
    static String decoded(byte[] json, int from, int end) throws UnreadableJsonException {
        String text = utf8(json, from, end);
        return text.indexOf('\\') < 0 ? text : unescaped(text);
    }

    private static String utf8(byte[] json, int from, int end) throws UnreadableJsonException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json, from, end - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw UnreadableJsonException.syntax(json, from);
        }
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        int from = 0;
        for (int at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', from)) {
            plain.append(text, from, at);
            boolean byNumber = text.charAt(at + 1) == 'u';
            plain.append(
                    byNumber
                            ? (char) Integer.parseInt(text, at + 2, at + 6, 16)
                            : "\"\\/\b\f\n\r\t".charAt("\"\\/bfnrt".indexOf(text.charAt(at + 1))));
            from = at + (byNumber ? 6 : 2);
        }
        return plain.append(text, from, text.length()).toString();
    }
}
