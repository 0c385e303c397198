package dev.plimsoll.app;

import static dev.plimsoll.app.WebhookClient.fixture;
import static dev.plimsoll.app.WebhookClient.response;
import static dev.plimsoll.app.WebhookClient.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.registry.FakeRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.HttpServer;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever else the process is busy with, a review is answered by its deadline. */
@QuarkusTest
@QuarkusTestResource(WebhookEnvironment.class)
class DeadlineTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration LEEWAY = Duration.ofMillis(200);
    private static final int AT_ONCE = 200;
    private static final int MORE_THAN_ANY_POOL_HAS = 1_000;

    @Inject
    HttpServer server;

    @Inject
    ScheduledExecutorService workers;

    FakeRegistry registry;

    private final CountDownLatch end = new CountDownLatch(1);
    private WebhookClient webhook;

    @BeforeEach
    void stallTheRegistry() {
        webhook = new WebhookClient(server.getSecurePort());
        registry.answer("/v2/stalled", exchange -> block());
    }

    @AfterEach
    void goOn() {
        end.countDown();
    }

    private void block() {
        try {
            end.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_review_is_answered_in_time_though_every_pool_is_exhausted_and_every_place_is_taken() {
        openConnections();
        exhaustPools();
        List<CompletableFuture<HttpResponse<String>>> others = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            others.add(webhook.postLater(review("stalling.test/stalled:" + i), TIMEOUT.toMillis() + "ms"));
        }

        long sent = System.nanoTime();
        JsonNode answer = response(webhook.post(review("stalling.test/stalled:last"), TIMEOUT.toMillis() + "ms"));
        Duration took = Duration.ofNanos(System.nanoTime() - sent);

        assertThat(took).isLessThan(TIMEOUT.plus(LEEWAY));
        assertThat(texts(answer.path("warnings")))
                .anyMatch(warning -> warning.contains("could not look at stalling.test/stalled:last (timed-out: "));
        end.countDown();
        assertThat(others).allSatisfy(other -> assertThat(
                        response(other.join()).path("allowed").asBoolean())
                .isTrue());
    }

    /** What a handshake costs this machine, 200 times at once, is not what is looked at. */
    private void openConnections() {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i <= AT_ONCE; i++) {
            answers.add(webhook.postLater(review("none.invalid/x:" + i), "10s"));
        }
        answers.forEach(CompletableFuture::join);
    }

    /** The server's workers, the common pool, and the thread of the JDK's own timeouts. */
    private void exhaustPools() {
        for (int i = 0; i < MORE_THAN_ANY_POOL_HAS; i++) {
            workers.execute(this::block);
        }
        for (int i = 0; i < ForkJoinPool.getCommonPoolParallelism() + 1; i++) {
            ForkJoinPool.commonPool().execute(this::block);
        }
        new CompletableFuture<Void>()
                .completeOnTimeout(null, 1, TimeUnit.MILLISECONDS)
                .thenRun(this::block);
    }

    private static String review(String image) {
        JsonNode review = fixture("pod-create-by-run");
        ArrayNode containers = (ArrayNode) review.at("/request/object/spec/containers");
        containers.forEach(container -> ((ObjectNode) container).put("image", image));
        return review.toString();
    }
}
