package dev.plimsoll.registry;

import static dev.plimsoll.registry.Inspecting.digest;
import static dev.plimsoll.registry.Inspecting.failure;
import static dev.plimsoll.registry.Inspecting.inspect;
import static dev.plimsoll.registry.Inspecting.onlyImage;
import static dev.plimsoll.registry.Inspecting.tag;
import static dev.plimsoll.registry.TestImage.anImage;
import static dev.plimsoll.registry.TestImage.index;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import dev.plimsoll.HelperProgram;
import dev.plimsoll.TestCertificates;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.InspectionException.Reason;
import dev.plimsoll.image.Platform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DockerRegistryTest {

    @TempDir
    private Path folder;

    private static TestSettings settings(DockerRegistry registry) {
        return TestSettings.defaults()
                .set(
                        "hosts.\"%s\".endpoint".formatted(registry.name()),
                        registry.address().toString());
    }

    @ParameterizedTest
    @EnumSource
    void an_image_that_jib_pushed_is_seen_as_jib_made_it(ImageFormat format) throws Exception {
        Path file = Files.writeString(folder.resolve("hello"), "hello");
        try (DockerRegistry registry = DockerRegistry.plain(folder);
                RegistryInspector inspector = settings(registry).inspector()) {
            JibContainer pushed = Jib.fromScratch()
                    .setFormat(format)
                    .setUser("1000")
                    .addEnvironmentVariable("A", "1")
                    .addLayer(List.of(file), AbsoluteUnixPath.get("/"))
                    .containerize(Containerizer.to(RegistryImage.named(registry.name() + "/team/app:1"))
                            .setAllowInsecureRegistries(true)
                            .setBaseImageLayersCache(folder.resolve("base"))
                            .setApplicationLayersCache(folder.resolve("app")));

            Inspection inspection = inspect(inspector, tag(registry.name(), "team/app", "1"));

            assertThat(inspection.digest()).hasToString(pushed.getDigest().toString());
            Image image = inspection.images().get(0);
            assertThat(image.platform()).contains(Platform.LINUX_AMD64);
            assertThat(image.layers()).hasSize(1);
            assertThat(image.compressedSize().bytes()).isBetween(50L, 1000L);
            assertThat(image.config().user()).isEqualTo("1000");
            assertThat(image.config().environment()).contains("A=1");
            assertThat(image.config().history()).hasSize(1);
        }
    }

    @Test
    void an_index_of_three_platforms_is_seen_platform_by_platform() {
        byte[] layer = "not really a layer".getBytes(StandardCharsets.UTF_8);
        try (DockerRegistry registry = DockerRegistry.plain(folder);
                RegistryInspector inspector = settings(registry).inspector()) {
            TestImage amd64 = withLayer(anImage(), layer);
            TestImage arm64 = withLayer(anImage().platform("linux/arm64"), layer);
            TestImage armV7 = withLayer(anImage().platform("linux/arm/v7"), layer);
            byte[] index = index(amd64.entry(), arm64.entry(), armV7.entry());
            List.of(amd64, arm64, armV7)
                    .forEach(image -> registry.push("app", image.digest().hex().substring(0, 8), image, layer));
            registry.pushManifest("app", "1", TestImage.INDEX_TYPE, index);

            Inspection inspection =
                    inspect(inspector, tag(registry.name(), "app", "1"), "linux/arm64", "linux/arm/v7", "linux/s390x");

            assertThat(inspection.digest()).isEqualTo(Digest.of(index));
            assertThat(inspection.images())
                    .extracting(Image::digest)
                    .containsExactlyInAnyOrder(arm64.digest(), armV7.digest());
            assertThat(inspection.images()).extracting(Image::compressedSize).containsOnly(new DataSize(layer.length));
            assertThat(inspection.offered()).hasSize(3);
            assertThat(onlyImage(inspector, digest(registry.name(), "app", amd64.digest()))
                            .digest())
                    .isEqualTo(amd64.digest());
        }
    }

    @Test
    void a_tag_that_is_known_is_confirmed_without_another_pull() {
        EventLog events = new EventLog();
        ManualTime time = new ManualTime();
        byte[] layer = "not really a layer".getBytes(StandardCharsets.UTF_8);
        try (DockerRegistry registry = DockerRegistry.plain(folder);
                RegistryInspector inspector =
                        settings(registry).set("cache.tag-max-stale", "0s").inspector(time, events)) {
            TestImage image = withLayer(anImage(), layer);
            registry.push("app", "1", image, layer);
            inspect(inspector, tag(registry.name(), "app", "1"));
            events.requested.clear();
            time.pass(Duration.ofMinutes(5));

            assertThat(inspect(inspector, tag(registry.name(), "app", "1")).digest())
                    .isEqualTo(image.digest());

            assertThat(events.requested)
                    .containsExactly(new EventLog.Requested(registry.name(), RegistryEvents.Outcome.OK, 0));
        }
    }

    private static TestImage withLayer(TestImage image, byte[] layer) {
        Map<String, Object> descriptor =
                TestImage.descriptor("application/vnd.oci.image.layer.v1.tar+gzip", Digest.of(layer), layer.length);
        return image.manifestField("layers", List.of(descriptor));
    }

    @Test
    void what_skopeo_copied_is_seen_the_same_in_docker_form() throws Exception {
        Path skopeo = HelperProgram.require("skopeo", "skopeo");
        try (DockerRegistry registry = DockerRegistry.plain(folder);
                RegistryInspector inspector = settings(registry).inspector()) {
            registry.push("app", "oci", anImage().user("7"));
            Process copy = new ProcessBuilder(
                            skopeo.toString(),
                            "copy",
                            "--insecure-policy",
                            "--format=v2s2",
                            "--src-tls-verify=false",
                            "--dest-tls-verify=false",
                            "docker://" + registry.name() + "/app:oci",
                            "docker://" + registry.name() + "/app:docker")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("skopeo.log").toFile())
                    .start();
            assertThat(copy.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(copy.exitValue())
                    .as(Files.readString(folder.resolve("skopeo.log")))
                    .isZero();
            assertThat(onlyImage(inspector, tag(registry.name(), "app", "docker"))
                            .config()
                            .user())
                    .isEqualTo("7");
        }
    }

    @Test
    void what_is_not_there_is_not_found() {
        try (DockerRegistry registry = DockerRegistry.plain(folder);
                RegistryInspector inspector = settings(registry).inspector()) {
            assertThat(failure(inspector, tag(registry.name(), "app", "1")).reason())
                    .isEqualTo(Reason.NOT_FOUND);
        }
    }

    @Test
    void a_password_opens_what_is_closed_to_others() throws Exception {
        try (DockerRegistry registry = DockerRegistry.withPassword(folder)) {
            registry.push("app", "1", anImage());
            Path config = Files.write(
                    folder.resolve("config.json"),
                    TestImage.json(Map.of(
                            "auths",
                            Map.of(
                                    registry.name(),
                                    Map.of(
                                            "username",
                                            DockerRegistry.user(),
                                            "password",
                                            DockerRegistry.password())))));
            try (RegistryInspector inspector =
                    settings(registry).set("docker-config", config.toString()).inspector()) {
                assertThat(onlyImage(inspector, tag(registry.name(), "app", "1"))
                                .digest())
                        .isEqualTo(anImage().digest());
            }
            try (RegistryInspector inspector = settings(registry).inspector()) {
                assertThat(failure(inspector, tag(registry.name(), "app", "1")))
                        .hasMessage("no credentials for " + registry.name())
                        .extracting("reason")
                        .isEqualTo(Reason.UNAUTHORIZED);
            }
        }
    }

    @Test
    void tls_with_an_authority_of_its_own() {
        TestCertificates certificates = TestCertificates.forLoopback();
        try (DockerRegistry registry = DockerRegistry.withTls(folder, certificates);
                RegistryInspector inspector = TestSettings.defaults()
                        .https(registry.name())
                        .set(
                                "hosts.\"%s\".ca-file".formatted(registry.name()),
                                certificates.authorityPem(folder).toString())
                        .inspector()) {
            registry.push("app", "1", anImage());
            assertThat(onlyImage(inspector, tag(registry.name(), "app", "1")).digest())
                    .isEqualTo(anImage().digest());
        }
    }
}
