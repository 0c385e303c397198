package dev.plimsoll.registry;

import static dev.plimsoll.registry.Inspecting.failure;
import static dev.plimsoll.registry.Inspecting.inspect;
import static dev.plimsoll.registry.Inspecting.tag;
import static dev.plimsoll.registry.TestImage.anImage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.InspectionException.Reason;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorTest {

    private static final String MIRRORS = "hosts.\"registry.test\".mirrors";

    private final FakeRegistry origin = FakeRegistry.start();
    private final FakeRegistry near = FakeRegistry.start();
    private final FakeRegistry far = FakeRegistry.start();

    @AfterEach
    void stop() {
        origin.close();
        near.close();
        far.close();
    }

    private TestSettings settings() {
        return TestSettings.defaults()
                .endpoint("registry.test", origin)
                .set(MIRRORS, near.address() + "," + far.address());
    }

    private static void assertFound(RegistryInspector inspector, String repository) {
        assertThat(inspect(inspector, tag("registry.test", repository, "1")).images())
                .hasSize(1);
    }

    @Test
    void the_first_mirror_that_has_the_image_is_enough() {
        near.put("app", "1", anImage());
        try (RegistryInspector inspector = settings().inspector()) {
            assertFound(inspector, "app");
        }
        assertThat(far.requests()).isEmpty();
        assertThat(origin.requests()).isEmpty();
    }

    @Test
    void the_next_is_asked_for_what_one_does_not_have_and_the_registry_last() {
        far.put("a", "1", anImage());
        origin.put("b", "1", anImage());
        try (RegistryInspector inspector = settings().inspector()) {
            assertFound(inspector, "a");
            assertThat(near.requests("/v2/a/manifests/1")).isOne();
            assertThat(origin.requests()).isEmpty();
            assertFound(inspector, "b");
            assertThat(near.requests("/v2/b/manifests/1")).isOne();
            assertThat(far.requests("/v2/b/manifests/1")).isOne();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {401, 403, 429, 500, 503, 204})
    void whatever_a_mirror_has_against_it_the_registry_decides(int status) {
        near.answer("/v2/", status);
        far.answer("/v2/", status);
        origin.put("app", "1", anImage());
        try (RegistryInspector inspector = settings().inspector()) {
            assertFound(inspector, "app");
        }
    }

    @Test
    void what_no_one_has_is_said_of_the_registry() {
        try (RegistryInspector inspector = settings().inspector()) {
            assertThat(failure(inspector, tag("registry.test", "app", "1")))
                    .hasMessage("registry.test has no app:1")
                    .extracting("reason")
                    .isEqualTo(Reason.NOT_FOUND);
        }
    }

    @Test
    void a_mirror_that_is_down_is_left_alone_for_a_while() {
        near.close();
        far.answer("/v2/", 503);
        origin.put("a", "1", anImage()).put("b", "1", anImage());
        try (RegistryInspector inspector = settings().inspector()) {
            assertFound(inspector, "a");
            assertFound(inspector, "b");
        }
        assertThat(far.requests()).hasSize(1);
    }

    @Test
    void a_mirror_that_stalls_has_only_its_share_of_the_time() {
        try (RawServer stalling = RawServer.start((connection, number) -> TimeUnit.SECONDS.sleep(30));
                RegistryInspector inspector = settings()
                        .set(MIRRORS, "http://" + stalling.name())
                        .set("lookup-timeout", "2s")
                        .inspector()) {
            origin.put("app", "1", anImage());
            assertFound(inspector, "app");
            assertThat(stalling.connections()).isOne();
        }
    }

    @Test
    void a_mirror_is_not_sent_the_credentials_of_the_registry() {
        near.basicAuth("alice", "s3cret").put("app", "1", anImage());
        far.bearerAuth("alice", "s3cret").put("app", "1", anImage());
        origin.basicAuth("alice", "s3cret").put("app", "1", anImage());
        try (RegistryInspector inspector = settings()
                .set("hosts.\"registry.test\".username", "alice")
                .set("hosts.\"registry.test\".password", "s3cret")
                .inspector()) {
            assertFound(inspector, "app");
        }
        assertThat(near.requests()).isNotEmpty().noneMatch(request -> request.header("Authorization")
                .isPresent());
        assertThat(far.requests()).isNotEmpty().noneMatch(request -> request.header("Authorization")
                .isPresent());
        assertThat(origin.requests())
                .anyMatch(request -> request.header("Authorization").isPresent());
    }

    @Test
    void a_mirror_is_sent_its_own() {
        near.basicAuth("bob", "own").put("app", "1", anImage());
        try (RegistryInspector inspector = settings()
                .set("hosts.\"%s\".username".formatted(near.name()), "bob")
                .set("hosts.\"%s\".password".formatted(near.name()), "own")
                .inspector()) {
            assertFound(inspector, "app");
        }
        assertThat(origin.requests()).isEmpty();
    }

    @Test
    void a_mirror_may_keep_images_under_a_path() {
        near.put("hub/library/app", "1", anImage());
        try (RegistryInspector inspector = TestSettings.defaults()
                .endpoint("docker.io", origin)
                .set("hosts.\"docker.io\".mirrors", near.address() + "/v2/hub")
                .inspector()) {
            assertThat(inspect(inspector, tag("docker.io", "library/app", "1")).images())
                    .hasSize(1);
        }
    }
}
