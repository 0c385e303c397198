package dev.plimsoll.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One object of a JSON document that an attacker may have written.
 *
 * <p>A document that two readers would take differently is refused: one with a key twice, or with a key that differs from
 * a known one only in case, which readers written in Go take for the known one. Unknown keys are left alone, and {@code
 * null} is as if the key were not there. Every problem is an {@link UnreadableException}.
 */
final class StrictJson {

    /** What is wrong with a document, in words that follow the name of the document. */
    static final class UnreadableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnreadableException(String problem) {
            super(problem);
        }

        String problem() {
            return String.valueOf(getMessage());
        }
    }

    /** Turns a value into something else. */
    @FunctionalInterface
    interface Reading<T> {
        T read(StrictJson object) throws UnreadableException;
    }

    static final int LARGEST_DOCUMENT = 4 << 20;
    private static final int DEEPEST = 64;

    /** What the largest document that is within all other bounds needs, twice; a token of a tree takes some 100 bytes. */
    private static final int MOST_TOKENS = 120_000;

    /** Names come from outside, so they are neither interned nor kept. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(LARGEST_DOCUMENT)
                    .maxNestingDepth(DEEPEST)
                    .maxTokenCount(MOST_TOKENS)
                    .maxStringLength(LARGEST_DOCUMENT)
                    .maxNumberLength(100)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private static final ObjectMapper LENIENT = new JsonMapper(FACTORY);
    private static final ObjectMapper STRICT = JsonMapper.builder(FACTORY.copy())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode object;
    private final String path;

    private StrictJson(JsonNode object, String path) {
        this.object = object;
        this.path = path;
    }

    /** A document of the operator's own, read as its usual readers do. */
    static JsonNode lenientTree(byte[] json) throws IOException {
        return LENIENT.readTree(json);
    }

    /** A document that says one thing. */
    static byte[] document(String name, String text) throws IOException {
        return LENIENT.writeValueAsBytes(Map.of(name, text));
    }

    /** The document, which must be an object. */
    static StrictJson parse(byte[] json, Known known) throws UnreadableException {
        try {
            return checked(STRICT.readTree(json), "", known);
        } catch (StreamConstraintsException e) {
            throw new UnreadableException("is nested too deeply or has too many parts");
        } catch (JsonProcessingException e) {
            throw new UnreadableException(
                    String.valueOf(e.getOriginalMessage()).startsWith("Duplicate")
                            ? "has a key twice in one object"
                            : "is not JSON");
        } catch (IOException e) {
            throw new UnreadableException("is not JSON");
        }
    }

    private static StrictJson checked(@Nullable JsonNode node, String path, Known known) throws UnreadableException {
        if (node == null || !node.isObject()) {
            throw new UnreadableException(path.isEmpty() ? "is not a JSON object" : path + " is not an object");
        }
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            known.refuseVariant(names.next());
        }
        return new StrictJson(node, path.isEmpty() ? "" : path + ".");
    }

    boolean has(String name) {
        return object.hasNonNull(name);
    }

    /** Text, or empty if the key is not there. */
    String text(String name) throws UnreadableException {
        return text(object.get(name), path + name);
    }

    private static String text(@Nullable JsonNode value, String path) throws UnreadableException {
        if (value == null || value.isNull()) {
            return "";
        }
        if (!value.isTextual()) {
            throw new UnreadableException(path + " is not text");
        }
        return value.textValue();
    }

    boolean flag(String name) throws UnreadableException {
        if (!has(name)) {
            return false;
        }
        if (!object.get(name).isBoolean()) {
            throw new UnreadableException(path + name + " is neither true nor false");
        }
        return object.get(name).booleanValue();
    }

    /** A whole number from 0 to 2<sup>63</sup> - 1, which must be there. */
    long amount(String name) throws UnreadableException {
        JsonNode value = object.get(name);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new UnreadableException(path + name + " is not a whole number");
        }
        if (value.longValue() < 0) {
            throw new UnreadableException(path + name + " is negative");
        }
        return value.longValue();
    }

    /** A point in time; empty if the key is not there or says something else, for nothing is decided by it. */
    Optional<Instant> time(String name) throws UnreadableException {
        try {
            String text = text(name);
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** An object, or empty if the key is not there. */
    <T> Optional<T> object(String name, Known known, Reading<T> reading) throws UnreadableException {
        return has(name) ? Optional.of(reading.read(checked(object.get(name), path + name, known))) : Optional.empty();
    }

    /** An array of objects; none if the key is not there. */
    <T> List<T> objects(String name, int most, Known known, Reading<T> reading) throws UnreadableException {
        List<T> read = new ArrayList<>();
        for (JsonNode element : array(name, most)) {
            read.add(reading.read(checked(element, "%s%s[%d]".formatted(path, name, read.size()), known)));
        }
        return read;
    }

    /** An array of texts; none if the key is not there. */
    List<String> texts(String name, int most) throws UnreadableException {
        List<String> read = new ArrayList<>();
        for (JsonNode element : array(name, most)) {
            read.add(text(element, "%s%s[%d]".formatted(path, name, read.size())));
        }
        return read;
    }

    private Iterable<JsonNode> array(String name, int most) throws UnreadableException {
        if (!has(name)) {
            return List.of();
        }
        JsonNode array = object.get(name);
        if (!array.isArray()) {
            throw new UnreadableException(path + name + " is not an array");
        }
        if (array.size() > most) {
            throw new UnreadableException("%s%s has %,d entries, over %,d".formatted(path, name, array.size(), most));
        }
        return array;
    }

    /** An object whose values are texts; empty if the key is not there. */
    Map<String, String> map(String name) throws UnreadableException {
        Map<String, String> read = new HashMap<>();
        if (has(name) && !object.get(name).isObject()) {
            throw new UnreadableException(path + name + " is not an object");
        }
        for (Map.Entry<String, JsonNode> entry : object.path(name).properties()) {
            read.put(entry.getKey(), text(entry.getValue(), "a value of " + path + name));
        }
        return read;
    }

    /** The keys of one kind of object that the readers of images know. */
    static final class Known {

        private final Collection<String> names;
        private final TreeSet<String> inAnyCase = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

        private Known(List<String> names) {
            this.names = names;
            inAnyCase.addAll(names);
        }

        static Known of(String... names) {
            return new Known(List.of(names));
        }

        private void refuseVariant(String name) throws UnreadableException {
            if (inAnyCase.contains(name) && !names.contains(name)) {
                throw new UnreadableException(
                        "has a key that differs from \"%s\" only in case".formatted(inAnyCase.floor(name)));
            }
        }
    }
}
