package dev.plimsoll.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.image.Platform;
import dev.plimsoll.workload.Container;
import dev.plimsoll.workload.Namespace;
import dev.plimsoll.workload.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects within reviews, with all that an API server puts around what matters. */
class ReviewedObjectsTest {

    private static final Path REVIEWS = Path.of("src/test/resources/reviews");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pod-create                          | Pod        | cart              | migrate=busybox cart=registry.example.com/shop/cart:2.1 | migrate cart",
                "pod-create-dry-run                  | Pod        | cart              | migrate=busybox cart=registry.example.com/shop/cart:2.1 | migrate cart",
                "pod-create-by-replicaset-controller | Pod        | cart-6f7d9c-x2x7q | cart=nginx                       | cart",
                "pod-ephemeral-containers-update     | Pod        | cart              | migrate=busybox cart=registry.example.com/shop/cart:2.1 debugger-k2k9s=busybox | debugger-k2k9s",
                "pod-update-image                    | Pod        | cart              | migrate=busybox cart=registry.example.com/shop/cart:2.2 | cart",
                "pod-update-by-job-controller        | Pod        | report-8pfw4      | report=busybox                   | ''",
                "deployment-create                   | Deployment | web               | nginx=nginx                      | nginx",
                "deployment-update-image             | Deployment | web               | nginx=nginx:1.27                 | nginx",
                "deployment-update-labels            | Deployment | web               | nginx=nginx                      | ''",
                "job-create                          | Job        | report            | report=busybox                   | report",
                "cronjob-create                      | CronJob    | nightly           | report=busybox                   | report",
            })
    void areReadWhole(String review, String kind, String name, String images, String changed) throws IOException {
        Workload workload = read(review);

        assertThat(workload.kind()).isEqualTo(kind);
        assertThat(workload.name()).isEqualTo(name);
        assertThat(join(
                        workload.containers(),
                        it -> it.name() + "=" + it.image().written()))
                .isEqualTo(images);
        assertThat(join(workload.changedContainers(), Container::name)).isEqualTo(changed);
    }

    private static Workload read(String review) throws IOException {
        JsonNode request = new ObjectMapper()
                .readTree(REVIEWS.resolve(review + ".json").toFile())
                .path("request");
        return new WorkloadMapper(Set.of(Platform.LINUX_AMD64))
                .toWorkload(
                        request.path("object"),
                        Optional.of(request.path("oldObject")),
                        Namespace.named(request.path("namespace").asText()));
    }

    private static String join(List<Container> containers, Function<Container, String> text) {
        return containers.stream().map(text).collect(Collectors.joining(" "));
    }
}
