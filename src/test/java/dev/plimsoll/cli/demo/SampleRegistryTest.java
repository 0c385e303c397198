package dev.plimsoll.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.Digest;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.Platform;
import dev.plimsoll.image.User;
import dev.plimsoll.registry.RegistryInspector;
import dev.plimsoll.registry.TestSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SampleRegistryTest {

    private static final Platform ARM64 = new Platform("linux", "arm64");

    private static SampleRegistry registry;
    private static RegistryInspector inspector;

    @BeforeAll
    static void start() {
        registry = SampleRegistry.start();
        inspector = TestSettings.defaults()
                .set("hosts.\"docker.io\".endpoint", registry.address().toString())
                .set("hosts.\"registry.example\".endpoint", registry.address().toString())
                .inspector();
    }

    @AfterAll
    static void stop() {
        inspector.close();
        registry.close();
    }

    @ParameterizedTest
    @CsvSource({
        "node:latest,                        353 MiB, 8, root",
        "node:18,                            353 MiB, 8, root",
        "node:18-alpine,                     50 MiB,  4, root",
        "nginx:latest,                       67 MiB,  4, root",
        "redis:7.4,                          44 MiB,  4, root",
        "python:3.9,                         324 MiB, 5, root",
        "python:3.9-slim,                    45 MiB,  3, root",
        "registry.example/shop/api:1.4.2,    12 MiB,  4, 65532",
        "registry.example/shop/checkout:3.0.1, 480 MiB, 5, root"
    })
    void holdsImagesLikeWellKnownOnes(String name, String size, int layers, String user) {
        Image image = inspect(name, Platform.LINUX_AMD64).images().get(0);
        assertThat(image.compressedSize()).hasToString(size);
        assertThat(image.layers()).hasSize(layers);
        assertThat(
                        User.parse(image.config().user()) instanceof User.Root
                                ? "root"
                                : image.config().user())
                .isEqualTo(user);
    }

    static Stream<String> allNames() {
        return SampleImage.all().stream().flatMap(image -> image.names().stream());
    }

    @ParameterizedTest
    @MethodSource("allNames")
    void describesItsImagesSoundly(String name) {
        for (Image image : inspect(name, Platform.LINUX_AMD64, ARM64).images()) {
            assertThat(image.config().platform()).isEqualTo(image.platform());
            assertThat(image.config().history().stream().filter(step -> !step.emptyLayer()))
                    .as("the history's layers are the manifest's")
                    .hasSameSizeAs(image.layers());
        }
    }

    @Test
    void offersMostImagesForTwoPlatforms() {
        Inspection inspection = inspect("node:18", Platform.LINUX_AMD64, ARM64);
        assertThat(inspection.offered()).containsExactlyInAnyOrder(Platform.LINUX_AMD64, ARM64);
        assertThat(inspection.images())
                .extracting(Image::digest)
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void sharesBasesAsRealImagesDo() {
        assertThat(inspect("node:18", Platform.LINUX_AMD64).images().get(0).layers())
                .containsAll(inspect("python:3.9", Platform.LINUX_AMD64)
                        .images()
                        .get(0)
                        .layers()
                        .subList(0, 4));
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /v2/,                                   200",
        "GET,  /v2/library/node/manifests/18,          200",
        "HEAD, /v2/library/node/manifests/18,          200",
        "GET,  /v2/library/node/manifests/99,          404",
        "GET,  /v2/library/node/blobs/sha256:00,       404",
        "GET,  /v2/library/node/tags/list,             404",
        "PUT,  /v2/library/node/manifests/18,          405",
        "POST, /v2/library/node/blobs/uploads/,        405"
    })
    void answersAsTheSpecificationSays(String method, String path, int status) throws Exception {
        HttpResponse<byte[]> response = send(method, path);
        assertThat(response.statusCode()).isEqualTo(status);
        if (status != 200) {
            assertThat(new String(response.body())).contains("\"errors\"", "\"code\"");
        }
    }

    @Test
    void saysADigestThatIsRight() throws Exception {
        HttpResponse<byte[]> got = send("GET", "/v2/library/node/manifests/18");
        String digest = got.headers().firstValue("Docker-Content-Digest").orElseThrow();
        assertThat(Digest.parse(digest).addresses(got.body())).isTrue();
        assertThat(send("GET", "/v2/library/node/manifests/" + digest).body()).isEqualTo(got.body());
        assertThat(send("HEAD", "/v2/library/node/manifests/18").headers().firstValue("Docker-Content-Digest"))
                .contains(digest);
    }

    private static Inspection inspect(String name, Platform... platforms) {
        return inspector
                .inspect(ImageReference.parse(name), Set.of(platforms))
                .toCompletableFuture()
                .join();
    }

    private static HttpResponse<byte[]> send(String method, String path) throws Exception {
        URI address = registry.address().resolve(path);
        HttpRequest request = HttpRequest.newBuilder(address)
                .method(method, BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
    }
}
