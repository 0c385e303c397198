package dev.plimsoll.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.function.Supplier;

/**
 * Lists of the API server, read page by page: one page is held at a time, and of its objects only what the outline says. A
 * page that is too large to be held, for an object may take megabytes, is asked for again with fewer objects.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks">Chunks</a>
 */
final class ObjectPages {

    /** A pod with its managed fields is some ten kilobytes. */
    private static final int PAGE = 250;

    /** In bytes; the largest object that an API server keeps takes less, even where each of its characters is escaped. */
    private static final int LARGEST_PAGE = 16 << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A list is read in seconds, and its places are remembered for minutes. */
    private static final int MOST_RESTARTS = 3;

    private static final int LONGEST_PROBLEM = 200;

    /** Of an answer that is no page, in bytes. */
    private static final int LONGEST_REFUSAL = 1 << 16;

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
        int most = PAGE;
        do {
            byte[] answer = page(path, selector, place, most);
            while (answer.length > LARGEST_PAGE && most > 1) {
                most /= 2;
                answer = page(path, selector, place, most);
            }
            JsonNode page = parse(path, answer, list);
            for (JsonNode item : page.path("items")) {
                if (item instanceof ObjectNode object) {
                    add.accept(all, object);
                }
            }
            place = page.path("metadata").path("continue").asText("");
        } while (!place.isEmpty());
        return all;
    }

    /** At the most one byte more than the largest that is read. */
    private byte[] page(String path, String selector, String place, int most) {
        String uri = client.getMasterUrl().toString().replaceAll("/+$", "")
                + path
                + "?limit="
                + most
                + parameter("labelSelector", selector)
                + parameter("continue", place);
        HttpResponse<InputStream> response = send(uri);
        if (response.code() == HttpURLConnection.HTTP_OK) {
            return body(path, response.body(), LARGEST_PAGE + 1);
        }
        String problem = message(body(path, response.body(), LONGEST_REFUSAL));
        throw new ApiRefusedException(
                response.code(),
                "%s: %s".formatted(path, problem.isEmpty() ? "status " + response.code() : line(problem)));
    }

    /**
     * Reads so many bytes at the most, and gives up when the end is too long in coming. To close the body is to close the
     * connection, so that is done only to one that was not read to its end.
     */
    private byte[] body(String path, InputStream body, int most) {
        CompletableFuture<Boolean> isWhole =
                new CompletableFuture<Boolean>().completeOnTimeout(false, patience.toMillis(), TimeUnit.MILLISECONDS);
        isWhole.thenAccept(whole -> {
            if (!whole) {
                close(body);
            }
        });
        try {
            byte[] answer = body.readNBytes(most);
            isWhole.complete(answer.length < most);
            return answer;
        } catch (IOException e) {
            throw isWhole.complete(false)
                    ? new ApiRefusedException(0, "%s: the answer broke off".formatted(path))
                    : tooLate();
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
    private static String message(byte[] answer) {
        try {
            return PROBLEM.read(answer).path("message").asText("");
        } catch (UnreadableJsonException e) {
            return "";
        }
    }

    private static String line(String text) {
        return MessageText.line(text, LONGEST_PROBLEM);
    }

    private static JsonNode parse(String path, byte[] answer, Outline outline) {
        try {
            return outline.read(answer);
        } catch (UnreadableJsonException e) {
            throw new ApiRefusedException(0, "%s: the answer is no JSON".formatted(path));
        }
    }
}
