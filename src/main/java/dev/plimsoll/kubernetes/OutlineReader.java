package dev.plimsoll.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One reading of JSON by an outline: into the same tree as Jackson would make of it, but that it passes over the rest in half
 * of the time (docs/adr/0018).
 */
final class OutlineReader {

    /** Objects that carry containers nest about 20 deep, and lists of them two deeper. */
    static final int DEEPEST = 100;

    private static final int LONGEST_NUMBER = 1000;

    /** A sign and so many digits are always a long. */
    private static final int DIGITS_OF_A_LONG = 18;

    private static final ObjectMapper JACKSON = new ObjectMapper();

    private final byte[] json;
    private int at;
    private int levels = DEEPEST;

    OutlineReader(byte[] json) {
        this.json = json;
    }

    /** The whole of it, which is one value, or nothing at all. */
    JsonNode read(Outline outline) throws UnreadableJsonException {
        skipSpace();
        if (at == json.length) {
            return MissingNode.getInstance();
        }
        JsonNode value = value(outline);
        skipSpace();
        if (at < json.length) {
            throw UnreadableJsonException.syntax(json, at);
        }
        return value;
    }

    private JsonNode value(Outline outline) throws UnreadableJsonException {
        return switch (next()) {
            case '{' -> object(outline);
            case '[' -> array(outline);
            case '"' -> TextNode.valueOf(text());
            case 't' -> literal(JsonSkip.TRUE, BooleanNode.TRUE);
            case 'f' -> literal(JsonSkip.FALSE, BooleanNode.FALSE);
            case 'n' -> literal(JsonSkip.NULL, NullNode.getInstance());
            default -> number();
        };
    }

    private JsonNode object(Outline outline) throws UnreadableJsonException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (boolean more = begin('}'); more; more = hasMore('}')) {
            Outline.Entry field = field(outline);
            skipSpace();
            expect(':');
            skipSpace();
            if (field == null) {
                at = JsonSkip.value(json, at, levels);
            } else {
                object.set(field.name(), value(field.outline()));
            }
        }
        return object;
    }

    private JsonNode array(Outline outline) throws UnreadableJsonException {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (boolean more = begin(']'); more; more = hasMore(']')) {
            array.add(value(outline));
        }
        return array;
    }

    /** Goes one level deeper, behind the opening bracket, unless the closing one follows. */
    private boolean begin(char closing) throws UnreadableJsonException {
        JsonSkip.requireLevels(levels);
        at++;
        skipSpace();
        if (next() == closing) {
            at++;
            return false;
        }
        levels--;
        return true;
    }

    /** Goes to the next item, or behind the closing bracket and one level back. */
    private boolean hasMore(char closing) throws UnreadableJsonException {
        skipSpace();
        if (next() == closing) {
            at++;
            levels++;
            return false;
        }
        expect(',');
        skipSpace();
        return true;
    }

    /** Passes over a field's name; null if the field is none that is read. */
    private Outline.@Nullable Entry field(Outline outline) throws UnreadableJsonException {
        int from = JsonSkip.expected(json, at, '"');
        int end = JsonText.endOfPlain(json, from);
        if (outline == Outline.WHOLE || JsonSkip.byteAt(json, end) != '"') {
            return outline.field(text());
        }
        at = end + 1;
        return outline.field(json, from, end);
    }

    private String text() throws UnreadableJsonException {
        int from = at + 1;
        int end = JsonText.endOfPlain(json, from);
        if (JsonSkip.byteAt(json, end) == '"') {
            at = end + 1;
            return new String(json, from, end - from, StandardCharsets.ISO_8859_1);
        }
        at = JsonText.checked(json, from) + 1;
        return JsonText.decoded(json, from, at - 1);
    }

    private JsonNode literal(byte[] written, JsonNode value) throws UnreadableJsonException {
        at = JsonSkip.literal(json, at, written);
        return value;
    }

    private JsonNode number() throws UnreadableJsonException {
        int from = at;
        at = JsonSkip.number(json, from);
        if (at - from > LONGEST_NUMBER) {
            throw UnreadableJsonException.tooLongANumber(LONGEST_NUMBER);
        }
        String written = new String(json, from, at - from, StandardCharsets.ISO_8859_1);
        return at - from <= DIGITS_OF_A_LONG && at == JsonSkip.integer(json, from)
                ? whole(Long.parseLong(written))
                : jacksons(written);
    }

    private static JsonNode whole(long value) {
        return value == (int) value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
    }

    private static JsonNode jacksons(String number) {
        try {
            return JACKSON.readTree(number);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every number of JSON can be read", e);
        }
    }

    private void skipSpace() {
        at = JsonSkip.space(json, at);
    }

    private void expect(char wanted) throws UnreadableJsonException {
        at = JsonSkip.expected(json, at, wanted);
    }

    private byte next() {
        return JsonSkip.byteAt(json, at);
    }
}
