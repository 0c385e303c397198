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
                "pod-create-by-apply      | Pod        | web                   | init=busybox:1.36 c=nginx:1.27 | init c",
                "pod-create-dry-run       | Pod        | p3                    | p3=nginx | p3",
                "pod-create-by-replicaset | Pod        | cart-74cb4964fc-vflgd | nginx=nginx | nginx",
                "pod-ephemeral-containers | Pod        | web                   | init=busybox:1.36 c=nginx:1.27 debugger-x7k2p=busybox | debugger-x7k2p",
                "pod-update-image         | Pod        | web                   | init=busybox:1.36 c=nginx:1.28 debugger-x7k2p=busybox | c",
                "pod-update-finalizer     | Pod        | j-8pfw4               | j=busybox | ''",
                "deployment-create        | Deployment | cart                  | nginx=nginx | nginx",
                "deployment-update-image  | Deployment | cart                  | nginx=nginx:1.2 | nginx",
                "deployment-update-labels | Deployment | web                   | nginx=nginx | ''",
                "job-create               | Job        | j                     | j=busybox | j",
                "cronjob-create           | CronJob    | cj                    | cj=busybox | cj",
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
