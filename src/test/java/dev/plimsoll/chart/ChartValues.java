package dev.plimsoll.chart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The chart's values.yaml, read with its comments: those that begin with {@code # --} describe the value below them, those
 * that begin with {@code # @schema} say what is allowed for it.
 */
final class ChartValues {
    private static final Pattern KEY = Pattern.compile("( *)([A-Za-z]+):.*");
    private static final Pattern COMMENT = Pattern.compile(" *# (.*)");
    private static final String DESCRIPTION = "-- ";
    private static final String SCHEMA = "@schema ";
    private static final int INDENT = 2;

    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    private ChartValues() {}

    /**
     * A value that a user may set.
     *
     * @param key the keys that lead to it, joined by dots
     * @param byDefault the value as the chart has it
     * @param schema what the default does not show, in words of JSON Schema
     */
    record Value(String key, JsonNode byDefault, String description, ObjectNode schema) {
        private String row() {
            return "| `%s` | %s | %s |\n".formatted(key, codeOf(byDefault), description);
        }
    }

    static JsonNode defaults() {
        return parse(Chart.read("values.yaml"));
    }

    /** The values that are described, in the order of the file. */
    static List<Value> described() {
        JsonNode defaults = defaults();
        List<Value> described = new ArrayList<>();
        List<String> path = new ArrayList<>();
        String description = "";
        ObjectNode schema = NOTHING;
        for (String line : Chart.read("values.yaml").lines().toList()) {
            Matcher comment = COMMENT.matcher(line);
            Matcher key = KEY.matcher(line);
            if (comment.matches() && comment.group(1).startsWith(SCHEMA)) {
                schema = (ObjectNode) parse(comment.group(1).substring(SCHEMA.length()));
            } else if (comment.matches()) {
                description = continued(description, comment.group(1));
            } else if (key.matches()) {
                int depth = key.group(1).length() / INDENT;
                path.subList(depth, path.size()).clear();
                path.add(key.group(2));
                if (!description.isEmpty()) {
                    described.add(new Value(String.join(".", path), at(defaults, path), description, schema));
                }
                description = "";
                schema = NOTHING;
            }
        }
        return described;
    }

    /** The table of the chart's README. */
    static String table() {
        return "| Value | Default | What it is |\n|---|---|---|\n"
                + described().stream().map(Value::row).collect(Collectors.joining());
    }

    private static String continued(String description, String comment) {
        if (comment.startsWith(DESCRIPTION)) {
            return comment.substring(DESCRIPTION.length());
        }
        return description.isEmpty() ? "" : description + " " + comment;
    }

    private static JsonNode at(JsonNode defaults, List<String> path) {
        return defaults.at("/" + String.join("/", path));
    }

    private static String codeOf(JsonNode value) {
        return "`" + (value.isTextual() && !value.asText().isEmpty() ? value.asText() : value.toString()) + "`";
    }

    private static JsonNode parse(String yaml) {
        try {
            return Manifests.YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
