package dev.plimsoll.cli;

import static dev.plimsoll.registry.TestImage.anImage;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.registry.FakeRegistry;
import dev.plimsoll.registry.NodeImages;
import dev.plimsoll.registry.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From arguments to output, with registries that answer. */
@Timeout(60)
class InspectCommandTest {

    private static final long MIB = 1 << 20;
    private static final String HOSTILE = "\u001b[31mred\u001b[0m\u0007\u202e\r\n";

    private final FakeRegistry corp = FakeRegistry.start();
    private final FakeRegistry hub = FakeRegistry.start();
    private final List<String> properties = new ArrayList<>();
    private Capture capture = Capture.plain();

    @BeforeEach
    void fillTheRegistries() {
        configure("plimsoll.registry.hosts.\"registry.test\".endpoint", corp.address());
        configure("plimsoll.registry.hosts.\"docker.io\".endpoint", hub.address());
        NodeImages.putInto(hub);
        TestImage arm64 = anImage().platform("linux/arm64").user("65532").layer(5 * MIB, "COPY api /");
        corp.put("shop/web", "1", NodeImages.application("1"))
                .put("shop/arm", arm64)
                .putIndex("shop/arm", "1", TestImage.index(arm64.entry()));
    }

    @AfterEach
    void tidyUp() {
        corp.close();
        hub.close();
        properties.forEach(System::clearProperty);
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 120})
    void printsWhatAPersonReads(int width) {
        capture = Capture.ofWidth(width);
        assertThat(inspect("registry.test/shop/web:1")).isZero();
        Golden.assertMatches("inspect-%d.txt".formatted(width), withoutDigests());
        assertThat(capture.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
        assertThat(capture.err()).isEmpty();
    }

    @Test
    void putsTheLargestLayerFirstIfAskedTo() {
        inspect("registry.test/shop/web:1", "--sort", "size");
        assertThat(capture.out().lines().filter(line -> line.contains("%  ")).map(String::strip))
                .extracting(line -> line.substring(0, 1))
                .containsExactly("2", "1", "3", "5", "4");
    }

    @Test
    void printsWhatAScriptReads() {
        assertThat(inspect("registry.test/shop/web:1", "-o", "json")).isZero();
        Golden.assertMatches("inspect.json", withoutDigests());
    }

    @Test
    void writesAPageIntoAFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("inspect.html");
        assertThat(inspect("registry.test/shop/web:1", "registry.test/shop/lost:1", "--html", file.toString()))
                .isEqualTo(1);
        assertThat(Files.readString(file))
                .startsWith("<!DOCTYPE html>")
                .contains("COPY . /1", "On node:18.13.0-alpine it would be", "add npm cache clean --force")
                .contains("could not be looked at (not-found");
        assertThat(capture.out()).contains("registry.test/shop/web:1", "layer 5");
    }

    @Test
    void aHostileImageDoesNotGetOutOfThePage(@TempDir Path folder) throws IOException {
        corp.put(
                "shop/evil",
                "1",
                anImage()
                        .user("<script>alert(1)</script>")
                        .layer(5 * MIB, "RUN echo '</style><script>alert(2)</script>' \"onload=x\" " + HOSTILE));
        Path file = folder.resolve("inspect.html");
        assertThat(inspect("registry.test/shop/evil:1", "--html", file.toString()))
                .isZero();
        assertThat(Files.readString(file))
                .contains("&lt;script&gt;alert(1)")
                .doesNotContain("<script>alert", "</style><script>", "\u202e", "\u001b");
    }

    @Test
    void asksForFewManifestsMore() {
        inspect("registry.test/shop/web:1");
        assertThat(corp.requests("/manifests/")).isEqualTo(1);
        assertThat(hub.requests("/manifests/")).isEqualTo(3);
    }

    @Test
    void asksForNothingMoreIfToldSo() throws IOException {
        configure("plimsoll.bases.measure", false);
        inspect("registry.test/shop/web:1", "-o", "json");
        assertThat(hub.requests()).isEmpty();
        assertThat(json().at("/base/evidence").asText()).isEqualTo("history");
    }

    @Test
    void writesADocumentForEachImage() throws IOException {
        assertThat(inspect("node:18.13.0", "registry.test/shop/web:1", "-o", "json"))
                .isZero();
        List<String> references = new ArrayList<>();
        new ObjectMapper()
                .readerFor(JsonNode.class)
                .<JsonNode>readValues(capture.out())
                .forEachRemaining(image -> references.add(image.get("reference").asText()));
        assertThat(references).containsExactly("docker.io/library/node:18.13.0", "registry.test/shop/web:1");
    }

    @Test
    void blamesNobodyForAnOfficialImage() throws IOException {
        inspect("node:18.13.0", "-o", "json");
        assertThat(json().get("layers"))
                .allSatisfy(layer -> assertThat(layer.get("own").asBoolean()).isFalse());
        assertThat(json().findValuesAsText("check")).containsExactly("root-user", "large-base");
    }

    @Test
    void saysWhatAnImageIsForIfNotForThePlatform() throws IOException {
        assertThat(inspect("registry.test/shop/arm:1", "-o", "json")).isEqualTo(1);
        assertThat(json().findValuesAsText("check")).containsExactly("platform-mismatch");
        assertThat(json().at("/platforms/0").asText()).isEqualTo("linux/arm64");

        capture = Capture.plain();
        assertThat(inspect("registry.test/shop/arm:1", "--platform", "linux/arm64"))
                .isZero();
        assertThat(capture.out()).contains("platform linux/arm64", "user     uid 65532");
    }

    @Test
    void saysSoIfAnImageCannotBeLookedAt() throws IOException {
        assertThat(inspect("registry.test/shop/gone:1", "registry.test/shop/web:1"))
                .isEqualTo(1);
        assertThat(capture.out()).contains("uninspected  could not be looked at (not-found", "5 layers");

        capture = Capture.plain();
        assertThat(inspect("registry.test/shop/gone:1", "-o", "json")).isEqualTo(1);
        assertThat(json().at("/failure/reason").asText()).isEqualTo("not-found");
        assertThat(json().at("/compressedSize").isNull()).isTrue();
        assertThat(json().at("/layers").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void whatAnImageHoldsIsNotObeyedByTheTerminal(String format) {
        corp.put(
                "evil",
                "1",
                anImage()
                        .user(HOSTILE)
                        .label("org.opencontainers.image.base.name", HOSTILE)
                        .layer(MIB, "RUN /bin/sh -c apt-get install -y " + HOSTILE + " # buildkit"));
        inspect("registry.test/evil:1", "-o", format);
        assertThat(capture.out().replace("\n", "")).matches("[^\\p{Cntrl}\u202e]+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void whatIsSecretIsNotShown(String format) {
        String token = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
        corp.put(
                "secret",
                "1",
                anImage().layer(MIB, "RUN /bin/sh -c git clone https://%s@github.com/x # buildkit".formatted(token)));
        inspect("registry.test/secret:1", "-o", format);
        assertThat(capture.out()).contains("secret-in-image").doesNotContain(token.substring(4, 20));
    }

    static Stream<Arguments> whatCannotRun() {
        return Stream.of(
                Arguments.of("inspect", "Missing required parameter"),
                Arguments.of("inspect node:18 --sort name", "--sort"),
                Arguments.of("inspect node:18 -o yaml", "--output"),
                Arguments.of("inspect node:18 --platform amd64", "\"amd64\" is not a platform such as linux/amd64"),
                Arguments.of("inspect Node:18 node@", "\"Node:18\" is no image reference"));
    }

    @ParameterizedTest
    @MethodSource("whatCannotRun")
    void saysWhyItCannotRun(String command, String why) {
        int status = PlimsollCommand.commandLine(new RecordingServer(0), capture.terminal())
                .execute(command.split(" "));
        assertThat(status).isEqualTo(2);
        assertThat(capture.err()).contains(why).doesNotContain("\tat ");
        assertThat(capture.out()).isEmpty();
    }

    private int inspect(String... arguments) {
        return PlimsollCommand.commandLine(new RecordingServer(0), capture.terminal())
                .execute(Stream.concat(Stream.of("inspect"), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(capture.out());
    }

    private String withoutDigests() {
        return capture.out().replaceAll("sha256:[0-9a-f]{64}", "sha256:...");
    }

    private void configure(String property, Object value) {
        System.setProperty(property, value.toString());
        properties.add(property);
    }
}
