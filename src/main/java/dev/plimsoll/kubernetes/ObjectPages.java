package dev.plimsoll.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.policy.MessageText;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lists of the API server, read page by page: one page is held at a time, and of its objects only what the outline says. What
 * it leaves out is passed over while the page arrives, for an object may be as large as a megabyte and a half.
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

    /** Of an answer that is no page, in bytes. */
    private static final int LONGEST_REFUSAL = 1 << 16;

    /** From its own classes, so that no outline is needed to read what is small. */
    private static final JsonFactory JSON =
            new ObjectMapper().getFactory().disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);

    private static final Outline PROBLEM = Outline.of("message");

    private final KubernetesClient client;
    private final Duration patience;

    ObjectPages(KubernetesClient client) {
        this(client, PATIENCE);
    }

    /** @param patience for each page: for its beginning, and then for its end */
    ObjectPages(KubernetesClient client, Duration patience) {
        this.client = client;
        this.patience = patience;
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
        HttpResponse<InputStream> response = send(uri);
        return response.code() == HttpURLConnection.HTTP_OK
                ? whileItArrives(response.body(), body -> parse(path, body, list))
                : refused(path, response);
    }

    private JsonNode refused(String path, HttpResponse<InputStream> response) {
        String problem = whileItArrives(response.body(), ObjectPages::messageOf);
        throw new ApiRefusedException(
                response.code(),
                "%s: %s".formatted(path, problem.isEmpty() ? "status " + response.code() : line(problem)));
    }

    /**
     * Reads the answer, and gives it up when its end is too long in coming. To close it is to close the connection, so that
     * is done only to one that was not read to its end.
     */
    private <T> T whileItArrives(InputStream body, Function<InputStream, T> read) {
        CompletableFuture<Boolean> isWhole =
                new CompletableFuture<Boolean>().completeOnTimeout(false, patience.toMillis(), TimeUnit.MILLISECONDS);
        isWhole.thenAccept(whole -> {
            if (!whole) {
                close(body);
            }
        });
        try {
            T answer = read.apply(body);
            isWhole.complete(true);
            return answer;
        } catch (ApiRefusedException e) {
            throw isWhole.complete(false) ? e : tooLate();
        }
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            // There is nothing more to be had of it.
        }
    }

    private ApiRefusedException tooLate() {
        return new ApiRefusedException(0, "the API server did not answer within %d s".formatted(patience.toSeconds()));
    }

    private static String parameter(String name, String value) {
        return value.isEmpty() ? "" : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private HttpResponse<InputStream> send(String uri) {
        HttpRequest request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(uri)
                .header("Accept", "application/json")
                .build();
        CompletableFuture<HttpResponse<InputStream>> answer =
                client.getHttpClient().sendAsync(request, InputStream.class);
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw tooLate();
        } catch (ExecutionException e) {
            throw new ApiRefusedException(0, line("the API server cannot be reached: " + e.getCause()));
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new ApiRefusedException(0, "it was ended meanwhile");
        }
    }

    /** What the API server says itself; empty if it says nothing. */
    private static String messageOf(InputStream body) {
        try {
            byte[] text = body.readNBytes(LONGEST_REFUSAL);
            if (text.length == LONGEST_REFUSAL) {
                close(body);
            }
            JsonParser json = JSON.createParser(text);
            return PROBLEM.read(json).path("message").asText("");
        } catch (IOException e) {
            return "";
        }
    }

    private static String line(String text) {
        return MessageText.line(text, LONGEST_PROBLEM);
    }

    private static JsonNode parse(String path, InputStream body, Outline outline) {
        try (JsonParser json = JSON.createParser(body)) {
            JsonNode page = outline.read(json);
            // The connection is of use again once the answer was read to its end.
            if (json.nextToken() != null) {
                throw new ApiRefusedException(0, "%s: the answer is no JSON".formatted(path));
            }
            return page;
        } catch (JsonEOFException e) {
            throw new ApiRefusedException(0, "%s: the answer broke off".formatted(path));
        } catch (JsonProcessingException e) {
            throw new ApiRefusedException(0, "%s: the answer is no JSON".formatted(path));
        } catch (IOException e) {
            throw new ApiRefusedException(0, "%s: the answer broke off".formatted(path));
        }
    }
}
