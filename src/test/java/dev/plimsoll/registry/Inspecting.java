package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plimsoll.image.Digest;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageInspector;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.Platform;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Asking an inspector and waiting for what it says. */
final class Inspecting {

    private Inspecting() {}

    static ImageReference tag(String registry, String repository, String tag) {
        return new ImageReference(registry, repository, Optional.of(tag), Optional.empty());
    }

    static ImageReference digest(String registry, String repository, Digest digest) {
        return new ImageReference(registry, repository, Optional.empty(), Optional.of(digest));
    }

    /** For linux/amd64 if no platform is given. */
    static Inspection inspect(ImageInspector inspector, ImageReference reference, String... platforms) {
        try {
            return inspector
                    .inspect(reference, platforms(platforms))
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }

    static Image onlyImage(ImageInspector inspector, ImageReference reference, String... platforms) {
        Inspection inspection = inspect(inspector, reference, platforms);
        assertThat(inspection.images()).hasSize(1);
        return inspection.images().get(0);
    }

    static InspectionException failure(ImageInspector inspector, ImageReference reference, String... platforms) {
        return catchThrowableOfType(InspectionException.class, () -> inspect(inspector, reference, platforms));
    }

    private static Set<Platform> platforms(String... platforms) {
        return platforms.length == 0
                ? Set.of(Platform.LINUX_AMD64)
                : Arrays.stream(platforms).map(Platform::parse).collect(Collectors.toSet());
    }
}
