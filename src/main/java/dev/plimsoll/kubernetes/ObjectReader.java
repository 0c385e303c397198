package dev.plimsoll.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.kubernetes.ObjectRead.Nothing;
import dev.plimsoll.registry.PullSecrets;
import dev.plimsoll.registry.PullSecrets.Type;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Reads pull secrets and service accounts from the API server, each with one GET, without a thread that waits. Of an object
 * only what is wanted is looked at, and nothing that is in it comes into a message or the log.
 */
final class ObjectReader {

    private static final Logger LOG = Logger.getLogger(ObjectReader.class);

    private static final Outline SECRET = Outline.of("type")
            .with(
                    "data",
                    Outline.of(Arrays.stream(Type.values()).map(Type::dataKey).toArray(String[]::new)));
    private static final Outline SERVICE_ACCOUNT = Outline.of().with("imagePullSecrets", Outline.of("name"));

    private static final String NO_ANSWER = "could not be read: the API server does not answer";

    private final KubernetesClient client;
    private final Duration timeout;

    /** @param timeout for each object, from asking to having it */
    ObjectReader(KubernetesClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
    }

    /**
     * Never fails, and ends within the timeout.
     *
     * @param object one that can exist
     */
    CompletableFuture<ObjectRead> read(NamedObject object) {
        return ask(object)
                .thenApply(response -> read(object, response))
                .exceptionally(failure -> Nothing.of(object, NO_ANSWER))
                .completeOnTimeout(Nothing.of(object, NO_ANSWER), timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private CompletableFuture<HttpResponse<byte[]>> ask(NamedObject object) {
        try {
            HttpRequest request = client.getHttpClient()
                    .newHttpRequestBuilder()
                    .uri(client.getMasterUrl() + object.path())
                    .header("Accept", "application/json")
                    .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .build();
            return client.getHttpClient().sendAsync(request, byte[].class);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static ObjectRead read(NamedObject object, HttpResponse<byte[]> response) {
        return switch (response.code()) {
            case 200 -> parsed(object, response.body());
            case 401, 403 -> Nothing.of(object, "may not be read");
            case 404 -> Nothing.of(object, "does not exist");
            default -> Nothing.of(object, "could not be read: the API server answers %d".formatted(response.code()));
        };
    }

    private static ObjectRead parsed(NamedObject object, byte[] body) {
        try {
            return switch (object.kind()) {
                case SECRET -> secret(object, SECRET.read(body));
                case SERVICE_ACCOUNT -> serviceAccount(SERVICE_ACCOUNT.read(body));
            };
        } catch (UnreadableJsonException e) {
            return malformed(object, "the API server's answer is not JSON");
        }
    }

    private static ObjectRead secret(NamedObject object, JsonNode secret) {
        String written = secret.path("type").asText("");
        Optional<Type> type = Arrays.stream(Type.values())
                .filter(known -> known.id().equals(written))
                .findFirst();
        return type.map(known -> secret(
                        object, known, secret.path("data").path(known.dataKey()).asText("")))
                .orElseGet(() -> Nothing.of(object, "is no pull secret by its type"));
    }

    private static ObjectRead secret(NamedObject object, Type type, String encoded) {
        if (encoded.isEmpty()) {
            return Nothing.of(object, "is empty");
        }
        try {
            byte[] data = decoded(encoded);
            return new ObjectRead.Secret(PullSecrets.none().and(type, data), data.length);
        } catch (IllegalArgumentException e) {
            return malformed(object, e.getMessage());
        }
    }

    private static byte[] decoded(String encoded) {
        try {
            return Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException e) {
            // Its own message would quote the data.
            throw new IllegalArgumentException("its data is not in Base64");
        }
    }

    private static Nothing malformed(NamedObject object, String why) {
        LOG.infof("%s is left out: %s", object, why);
        return Nothing.of(object, "is malformed");
    }

    private static ObjectRead serviceAccount(JsonNode account) {
        List<String> names = new ArrayList<>();
        for (JsonNode secret : account.path("imagePullSecrets")) {
            String name = secret.path("name").asText("");
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return new ObjectRead.ServiceAccount(List.copyOf(names));
    }
}
