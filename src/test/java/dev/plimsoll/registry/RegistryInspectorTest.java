package dev.plimsoll.registry;

import static dev.plimsoll.registry.TestImage.anImage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.Platform;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistryInspectorTest {

    private final FakeRegistry registry = FakeRegistry.start();

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void an_image_is_looked_at_by_its_tag() throws Exception {
        TestImage image = anImage().user("1000").layer(2_000_000, "RUN a").step("CMD b");
        registry.put("team/app", "1", image);
        try (RegistryInspector inspector = TestSettings.with(registry).inspector()) {
            Inspection inspection = inspector
                    .inspect(
                            new ImageReference(registry.name(), "team/app", Optional.of("1"), Optional.empty()),
                            Set.of(Platform.LINUX_AMD64))
                    .toCompletableFuture()
                    .get(5, TimeUnit.SECONDS);
            assertThat(inspection.digest()).isEqualTo(image.digest());
            Image found = inspection.images().get(0);
            assertThat(found.compressedSize()).isEqualTo(new DataSize(2_000_000));
            assertThat(found.config().user()).isEqualTo("1000");
        }
    }
}
