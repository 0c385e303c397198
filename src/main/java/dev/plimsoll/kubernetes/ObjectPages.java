package dev.plimsoll.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.policy.MessageText;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lists of the API server, read page by page: one page is held at a time, and of its objects only what the outline says.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks">Chunks</a>
 */
final class ObjectPages {

    /** A pod with its managed fields is some ten kilobytes. */
    private static final int PAGE = 250;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A list is read in seconds, and its places are remembered for minutes. */
    private static final int MOST_RESTARTS = 3;

    private static final int LONGEST_PROBLEM = 200;

    /** From its own classes, so that no outline is needed to read what is small. */
    private static final Outline PROBLEM = Outline.of("message");

    private final KubernetesClient client;

    ObjectPages(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Reads a whole list. Where the API server has forgotten the place at which to go on, it begins again, with nothing.
     *
     * @param path of the list, without a query
     * @param selector of labels; may be empty
     * @param item what is read of each
     * @param nothing what an empty list comes to
     * @param add adds one object to it
     * @throws ApiRefusedException if the list cannot be read to its end
     */
    <T> T read(String path, String selector, Outline item, Supplier<T> nothing, BiConsumer<T, ObjectNode> add) {
        Outline list = Outline.of().with("metadata", Outline.of("continue")).with("items", item);
        for (int restarts = 0; ; restarts++) {
            try {
                return readOnce(path, selector, list, nothing.get(), add);
            } catch (ApiRefusedException e) {
                if (!e.isGone() || restarts == MOST_RESTARTS) {
                    throw e;
                }
            }
        }
    }

    private <T> T readOnce(String path, String selector, Outline list, T all, BiConsumer<T, ObjectNode> add) {
        String place = "";
        do {
            JsonNode page = page(path, selector, place, list);
            for (JsonNode item : page.path("items")) {
                if (item instanceof ObjectNode object) {
                    add.accept(all, object);
                }
            }
            place = page.path("metadata").path("continue").asText("");
        } while (!place.isEmpty());
        return all;
    }

    private JsonNode page(String path, String selector, String place, Outline list) {
        String uri = client.getMasterUrl().toString().replaceAll("/+$", "")
                + path
                + "?limit="
                + PAGE
                + parameter("labelSelector", selector)
                + parameter("continue", place);
        HttpResponse<byte[]> response = send(uri);
        if (response.code() != HttpURLConnection.HTTP_OK) {
            throw new ApiRefusedException(response.code(), "%s: %s".formatted(path, problem(response)));
        }
        return parse(path, response.body(), list);
    }

    private static String parameter(String name, String value) {
        return value.isEmpty() ? "" : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private HttpResponse<byte[]> send(String uri) {
        HttpRequest request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(uri)
                .header("Accept", "application/json")
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer = client.getHttpClient().sendAsync(request, byte[].class);
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new ApiRefusedException(
                    0, "the API server did not answer within %d s".formatted(PATIENCE.toSeconds()));
        } catch (ExecutionException e) {
            throw new ApiRefusedException(0, line("the API server cannot be reached: " + e.getCause()));
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new ApiRefusedException(0, "it was ended meanwhile");
        }
    }

    private static String problem(HttpResponse<byte[]> response) {
        try {
            String message = parse("", response.body(), PROBLEM).path("message").asText("");
            return message.isEmpty() ? "status " + response.code() : line(message);
        } catch (ApiRefusedException e) {
            return "status " + response.code();
        }
    }

    private static String line(String text) {
        return MessageText.line(text, LONGEST_PROBLEM);
    }

    private static JsonNode parse(String path, byte @Nullable [] body, Outline outline) {
        try {
            return outline.read(Optional.ofNullable(body).orElse(new byte[0]));
        } catch (UnreadableJsonException e) {
            throw new ApiRefusedException(0, "%s: the answer is no JSON".formatted(path));
        }
    }
}
