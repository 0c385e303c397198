package dev.plimsoll.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One of a file's documents.
 *
 * @param number from 1
 * @param line where it begins, from 1
 */
record Document(String file, int number, int line, JsonNode content) {

    private static final String LIST = "List";

    /**
     * What a file's documents are, as far as they could be read.
     *
     * @param problems with those that could not
     */
    record Parsed(List<Document> documents, List<Problem> problems) {

        Parsed {
            documents = List.copyOf(documents);
            problems = List.copyOf(problems);
        }
    }

    /**
     * The object in it; or those in it, if it is a List, or the list of one kind (a PodList), whose items the API server
     * sends without their kind.
     */
    List<Document> objects() {
        if (!isList() || !content.path("items").isArray()) {
            return List.of(this);
        }
        List<Document> objects = new ArrayList<>();
        content.path("items").forEach(item -> objects.addAll(item(item).objects()));
        return objects;
    }

    /** Whether it is a List of objects of any kind. */
    boolean isPlainList() {
        return text("apiVersion").equals("v1") && text("kind").equals("List");
    }

    private boolean isList() {
        return isPlainList()
                || text("kind").endsWith(LIST)
                        && WorkloadMapper.isJudged(PodTemplates.group(text("apiVersion")), itemKind());
    }

    private Document item(JsonNode item) {
        JsonNode object = item instanceof ObjectNode node && !isPlainList() && !item.has("kind") ? typed(node) : item;
        return new Document(file, number, line, object);
    }

    private JsonNode typed(ObjectNode item) {
        return item.deepCopy().put("apiVersion", text("apiVersion")).put("kind", itemKind());
    }

    private String itemKind() {
        String kind = text("kind");
        return kind.substring(0, kind.length() - LIST.length());
    }

    String text(String field) {
        return content.path(field).asText("");
    }
}
