package dev.plimsoll.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DockerfileTest {
    private final JsonNode pod = Chart.with("{}").only("Deployment").at("/spec/template/spec");

    @Test
    void itsUserIsTheNumberThatTheChartRunsAs() throws IOException {
        assertThat(instructions("USER "))
                .containsExactly(pod.at("/securityContext/runAsUser").asText() + ":"
                        + pod.at("/securityContext/runAsGroup").asText());
    }

    @Test
    void theChartMountsTheConfigurationInItsWorkingDirectory() throws IOException {
        String folder = instructions("WORKDIR ").findFirst().orElseThrow();
        assertThat(pod.at("/containers/0/volumeMounts").findValuesAsText("mountPath"))
                .contains(folder + "/config");
    }

    @Test
    void itExposesTheChartsPorts() throws IOException {
        assertThat(instructions("EXPOSE "))
                .containsExactly(String.join(" ", pod.at("/containers/0/ports").findValuesAsText("containerPort")));
    }

    @Test
    void itsBaseIsPinnedToAVersion() throws IOException {
        assertThat(instructions("ARG BASE=")).singleElement().asString().matches(".+:\\d+\\.\\d+\\.\\d+_\\d+-jre-\\w+");
    }

    private static Stream<String> instructions(String keyword) throws IOException {
        return Files.readAllLines(Path.of(System.getProperty("basedir", ""), "src/main/docker/Dockerfile")).stream()
                .filter(line -> line.startsWith(keyword))
                .map(line -> line.substring(keyword.length()));
    }
}
