package dev.plimsoll.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.kubernetes.Document.Parsed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads one JSON value after another; duplicate keys are refused and depth is bounded. */
final class StrictJson {

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(StrictYaml.DEEPEST)
                    .build())
            .build());

    private StrictJson() {}

    /** Whether it begins with a brace, which is how kubectl tells JSON from YAML. */
    static boolean looksLikeJson(String text) {
        return text.codePoints()
                        .filter(c -> !Character.isWhitespace(c) && c != '\uFEFF')
                        .findFirst()
                        .orElse(0)
                == '{';
    }

    static Parsed parse(SourceFile file) {
        List<Document> documents = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        try (JsonParser parser = MAPPER.createParser(file.text())) {
            while (parser.nextToken() != null) {
                int line = parser.currentTokenLocation().getLineNr();
                JsonNode content = parser.readValueAsTree();
                documents.add(new Document(file.name(), documents.size() + 1, line, content));
            }
        } catch (JsonProcessingException e) {
            problems.add(Problem.ofDocument(file.name(), documents.size() + 1, describe(e)));
        } catch (IOException e) {
            throw new UncheckedIOException("text in memory cannot be read", e);
        }
        return new Parsed(documents, problems);
    }

    private static String describe(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        String place = at == null ? "" : "line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr());
        return place + e.getOriginalMessage();
    }
}
