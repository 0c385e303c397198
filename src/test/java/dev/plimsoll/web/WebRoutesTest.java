package dev.plimsoll.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.policy.Mode;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire. */
@Timeout(60)
class WebRoutesTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private PageServer server;

    @BeforeEach
    void begin() {
        server = PageServer.start().show(SampleAudits.cluster(30));
    }

    @AfterEach
    void end() {
        server.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.address()).resolve(path));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static String digest() {
        return ((AuditState.Known) SampleAudits.cluster(30).audit())
                .result()
                .images()
                .get(0)
                .digest();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/images", "/namespaces", "/namespaces/shop", "/policies", "/unknown", "/images/nothing"})
    void everyPageMayLoadNothingButItsOwn(String path) throws Exception {
        HttpResponse<byte[]> response = get(path);
        assertThat(header(response, "Content-Security-Policy"))
                .startsWith("default-src 'none'; ")
                .contains("frame-ancestors 'none'", "base-uri 'none'", "script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(response, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(header(response, "Cache-Control")).isEqualTo("private, no-cache");
        assertThat(header(response, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(text(response)).contains("<html lang=\"en\">").doesNotContain("http://", "https://");
    }

    @Test
    void whatThereIsNotIsNotFound() throws Exception {
        assertThat(get("/images/" + digest()).statusCode()).isEqualTo(200);
        assertThat(get("/images/sha256:0").statusCode()).isEqualTo(404);
        assertThat(get("/namespaces/nowhere").statusCode()).isEqualTo(404);
        assertThat(text(get("/namespaces/%3Cscript%3Ealert(1)%3C%2Fscript%3E"))).doesNotContain("<script>alert");
        assertThat(get("/other").statusCode()).isEqualTo(404);
        assertThat(get("/assets/plimsoll.css").statusCode()).isEqualTo(404);
    }

    @Test
    void stylesAndScriptsAreKeptByBrowsersForGood() throws Exception {
        for (Asset asset : Asset.values()) {
            HttpResponse<byte[]> response = get("/assets/" + asset.address());
            assertThat(text(response)).isEqualTo(asset.text());
            assertThat(header(response, "Cache-Control")).contains("immutable");
            assertThat(header(response, "Content-Type")).isEqualTo(asset.contentType());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
    void nothingCanBeChanged(String method) throws Exception {
        HttpResponse<byte[]> response = send(request("/images").method(method, BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(header(response, "Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void aHeadSaysWhatAGetWould() throws Exception {
        HttpResponse<byte[]> head = send(request("/images").method("HEAD", BodyPublishers.noBody()));
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "Content-Length"))
                .isEqualTo(Integer.toString(get("/images").body().length));
    }

    @Test
    void isCompressedForWhoeverCanReadThat() throws Exception {
        HttpResponse<byte[]> packed = send(request("/images").header("Accept-Encoding", "gzip, br"));
        assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
            assertThat(in.readAllBytes()).isEqualTo(get("/images").body());
        }
    }

    @Test
    void whatABrowserHasIsNotSentAgain() throws Exception {
        String tag = header(get("/"), "ETag");
        assertThat(send(request("/").header("If-None-Match", tag)).statusCode()).isEqualTo(304);
        assertThat(send(request("/").header("If-None-Match", "\"other\"")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void anotherScanMakesOtherPages() throws Exception {
        assertThat(text(get("/images"))).contains("30 images");
        server.show(SampleAudits.cluster(31));
        assertThat(text(get("/images"))).contains("31 images");
        server.show(SampleAudits.snapshot(new AuditState.Elsewhere("ns", "pod-1"), Mode.AUDIT));
        assertThat(text(get("/images")))
                .contains("kubectl -n ns port-forward pod/pod-1 %1$d:%1$d".formatted(server.port()));
    }

    @Test
    void searchesAndSortsByItself() throws Exception {
        String found = text(get("/images?q=SHOP%20root&sort=name&dir=up"));
        assertThat(found).contains("registry.corp/<wbr>shop/<wbr>").doesNotContain("registry.corp/<wbr>ml/<wbr>");
        assertThat(found).contains("value=\"SHOP root\"").contains("aria-sort=\"ascending\"");
        assertThat(text(get("/images?q=%22%3E%3Cscript%3E&sort=no&dir=no")))
                .contains("No image has all of these words", "value=\"&quot;&gt;&lt;script&gt;\"");
    }

    @Test
    void takesNoAddressOfAnyLength() throws Exception {
        assertThat(get("/images?q=" + "x".repeat(2000)).statusCode()).isEqualTo(414);
    }

    /** Whoever looks at pages takes nothing from those who judge pods: nobody waits on the event loop, and few wait at all. */
    @Test
    void manyAtATimeAreTurnedAway() throws Exception {
        CountDownLatch stalled = new CountDownLatch(1);
        Vertx vertx = Vertx.vertx();
        try (WebRoutes routes = new WebRoutes(vertx, () -> {
            await(stalled);
            return SampleAudits.empty();
        })) {
            int port = PageServer.listen(vertx, routes);
            List<CompletableFuture<Integer>> answers = IntStream.range(0, 100)
                    .mapToObj(i -> client.sendAsync(
                                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/?q=" + i))
                                            .build(),
                                    BodyHandlers.discarding())
                            .thenApply(HttpResponse::statusCode))
                    .toList();
            CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new)).join();
            stalled.countDown();
            assertThat(answers.stream().map(CompletableFuture::join))
                    .contains(200, 503)
                    .containsOnly(200, 503);
        } finally {
            stalled.countDown();
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
