package dev.plimsoll.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One of a file's documents.
 *
 * @param number from 1
 * @param line where it begins, from 1
 */
record Document(String file, int number, int line, JsonNode content) {

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

    /** The object in it; those in it, if it is a {@code v1} List. */
    List<Document> objects() {
        if (!isList()) {
            return List.of(this);
        }
        List<Document> items = new ArrayList<>();
        content.path("items").forEach(item -> items.add(new Document(file, number, line, item)));
        return items;
    }

    private boolean isList() {
        return text("apiVersion").equals("v1") && text("kind").equals("List");
    }

    String text(String field) {
        return content.path(field).asText("");
    }
}
