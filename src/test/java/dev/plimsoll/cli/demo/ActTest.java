package dev.plimsoll.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.image.Platform;
import dev.plimsoll.kubernetes.PolicyFiles;
import dev.plimsoll.kubernetes.WorkloadMapper;
import dev.plimsoll.workload.Namespace;
import dev.plimsoll.workload.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActTest {

    static List<Act> all() {
        return Act.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void isOfAWorkload(Act act) {
        Workload workload = new WorkloadMapper(Set.of(Platform.LINUX_AMD64))
                .toWorkload(act.object(), act.previous(), Namespace.named("shop"));
        assertThat(workload.containers()).isNotEmpty().allSatisfy(container -> assertThat(container.reference())
                .isPresent());
        assertThat(workload.changedContainers().isEmpty())
                .isEqualTo(act.previous().isPresent());
    }

    @ParameterizedTest
    @MethodSource("all")
    void isAskedAboutAsTheApiServerDoes(Act act) {
        JsonNode review = act.review();
        assertThat(review.at("/apiVersion").asText()).isEqualTo("admission.k8s.io/v1");
        assertThat(review.at("/request/uid").asText()).hasSize(36);
        assertThat(review.at("/request/namespace").asText()).isEqualTo("shop");
        assertThat(review.at("/request/object")).isEqualTo(act.object());
        assertThat(review.at("/request/operation").asText())
                .isEqualTo(act.previous().isPresent() ? "UPDATE" : "CREATE");
        assertThat(review.at("/request/oldObject").isNull())
                .isEqualTo(act.previous().isEmpty());
    }

    @Test
    void namesKindAndResourceAsTheApiServerDoes() {
        Act cronJob = Act.all().stream()
                .filter(act -> act.file().equals("report.yaml"))
                .findFirst()
                .orElseThrow();
        assertThat(cronJob.review().at("/request/kind"))
                .hasToString("{\"group\":\"batch\",\"version\":\"v1\",\"kind\":\"CronJob\"}");
        assertThat(cronJob.review().at("/request/resource"))
                .hasToString("{\"group\":\"batch\",\"version\":\"v1\",\"resource\":\"cronjobs\"}");
    }

    @Test
    void isJudgedByPoliciesThatAreValid(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("policies.yaml"), Act.policies());
        PolicyFiles.Result result = PolicyFiles.read(file);
        assertThat(result.problems()).isEmpty();
        assertThat(result.policies().policies()).hasSize(1);
    }
}
