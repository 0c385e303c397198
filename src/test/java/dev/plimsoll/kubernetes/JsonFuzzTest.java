package dev.plimsoll.kubernetes;

import static dev.plimsoll.FuzzTarget.expect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plimsoll.FuzzTarget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Jackson is right about what JSON is and what it says, but that it is not so strict about UTF-8, and takes other encodings. */
public class JsonFuzzTest {

    private static final ObjectMapper JACKSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(OutlineReader.DEEPEST)
                            .maxNameLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @Test
    void anyBytesAreWhatJacksonSaysTheyAre() {
        FuzzTarget.tryAll("json", JsonFuzzTest::fuzzerTestOneInput);
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        Optional<JsonNode> jacksons = utf8(input).flatMap(JsonFuzzTest::jacksons);
        try {
            JsonNode read = Outline.WHOLE.read(input);
            expect(Optional.of(read).equals(jacksons), "is read as Jackson reads it");
            expect(read.isMissingNode() || isPassedOver(input), "is passed over as well");
        } catch (UnreadableJsonException e) {
            String why = String.valueOf(e.getMessage());
            expect(why.matches("\\P{Cntrl}{1,80}"), "a short line says why");
            expect(jacksons.isEmpty(), "cannot be read by Jackson either");
            expect(why.contains("a number") || !isPassedOver(input), "is not passed over either");
        }
    }

    private static Optional<String> utf8(byte[] input) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(input))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> jacksons(String text) {
        try {
            return Optional.of(JACKSON.readTree(text));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isPassedOver(byte[] input) {
        try {
            int end = JsonSkip.value(input, JsonSkip.space(input, 0), OutlineReader.DEEPEST);
            return JsonSkip.space(input, end) == input.length;
        } catch (UnreadableJsonException e) {
            return false;
        }
    }
}
