package dev.plimsoll.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/** What a person does with kubectl, and sees of it: objects go in as YAML, and warnings and refusals come back. */
final class ApiClient {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Duration LONGEST = Duration.ofSeconds(40);
    private static final String NOT_READ = "{}";

    private final String server;
    private final String token;
    private final HttpClient http;
    private final Map<String, JsonNode> resources = new ConcurrentHashMap<>();

    ApiClient(String server, String token, SSLContext tls) {
        this.server = server;
        this.token = token;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls)
                .build();
    }

    /**
     * @param status of HTTP; 0 if there was no answer
     * @param body the object, or the Status that says why not
     * @param warnings as kubectl prints them
     */
    record Answer(int status, JsonNode body, List<String> warnings) {

        boolean succeeded() {
            return status >= 200 && status < 300;
        }

        String message() {
            return body.path("message").asText();
        }

        @Override
        public String toString() {
            return status + " " + (succeeded() ? body.at("/metadata/name").asText() : message()) + " " + warnings;
        }
    }

    Answer get(String path) {
        return send("GET", path, "application/json", "");
    }

    /** Creates what the YAML says, in its namespace. */
    Answer create(String yaml) {
        return create(tree(yaml), "");
    }

    /** Lets the API server judge it, and keep nothing. */
    Answer tryToCreate(String yaml) {
        return create(tree(yaml), "?dryRun=All");
    }

    private Answer create(JsonNode object, String query) {
        return send("POST", collection(object) + query, "application/json", object.toString());
    }

    /** Creates or changes it, as {@code kubectl apply --server-side} does. */
    Answer apply(JsonNode object) {
        String name = URLEncoder.encode(object.at("/metadata/name").asText(), UTF_8);
        return send(
                "PATCH",
                collection(object) + "/" + name + "?fieldManager=e2e&force=true",
                "application/apply-patch+yaml",
                object.toString());
    }

    Answer apply(String yaml) {
        return apply(tree(yaml));
    }

    Answer delete(String path) {
        return send("DELETE", path, "application/json", "");
    }

    Answer post(String path, String json) {
        return send("POST", path, "application/json", json);
    }

    static JsonNode tree(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** Where objects of its kind are, by what the API server says of its resources. */
    private String collection(JsonNode object) {
        String version = object.path("apiVersion").asText();
        String root = (version.contains("/") ? "/apis/" : "/api/") + version;
        String kind = object.path("kind").asText();
        JsonNode resource = resources.computeIfAbsent(version + "/" + kind, key -> resource(root, kind));
        String namespace = object.at("/metadata/namespace").asText("default");
        return root
                + (resource.path("namespaced").asBoolean() ? "/namespaces/" + namespace : "")
                + "/"
                + resource.path("name").asText();
    }

    private JsonNode resource(String root, String kind) {
        for (JsonNode resource : get(root).body().path("resources")) {
            boolean whole = !resource.path("name").asText().contains("/");
            if (whole && resource.path("kind").asText().equals(kind)) {
                return resource;
            }
        }
        throw new AssertionError("no resource of kind " + kind + " in " + root);
    }

    private Answer send(String method, String path, String type, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + path))
                .timeout(LONGEST)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type)
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), parsed(response.body()), warnings(response));
        } catch (IOException e) {
            return new Answer(0, tree(NOT_READ), List.of(e.toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode parsed(String body) {
        return body.startsWith("{") ? tree(body) : tree(NOT_READ);
    }

    /** Of {@code 299 - "text"}, with quotes and backslashes escaped (RFC 7234, 5.5), the text. */
    private static List<String> warnings(HttpResponse<String> response) {
        return response.headers().allValues("Warning").stream()
                .map(header -> header.substring(header.indexOf('"') + 1, header.lastIndexOf('"')))
                .map(text -> text.replaceAll("\\\\(.)", "$1"))
                .toList();
    }
}
