package dev.plimsoll.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.plimsoll.advice.AdviceSource;
import java.util.List;
import java.util.Optional;

/** Objects as tests write them. */
final class Yaml {

    private Yaml() {}

    static JsonNode object(String yaml) {
        Document.Parsed parsed = parse(yaml);
        if (!parsed.problems().isEmpty()) {
            throw new IllegalArgumentException(parsed.problems().toString());
        }
        return parsed.documents().isEmpty()
                ? MissingNode.getInstance()
                : parsed.documents().get(0).content();
    }

    static Document.Parsed parse(String yaml) {
        return StrictYaml.parse(file("test.yaml", yaml));
    }

    static SourceFile file(String name, String text) {
        return new SourceFile(name, text, Optional.empty());
    }

    static PolicyReading policies(String yaml) {
        return PolicyReading.of("test.yaml", List.of(file("test.yaml", yaml)), AdviceSource.BY_HISTORY);
    }
}
