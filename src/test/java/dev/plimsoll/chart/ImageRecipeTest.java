package dev.plimsoll.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.packaging.ImageRecipe;
import dev.plimsoll.packaging.JavaRuntime;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What the chart says of the image, and what the image is. */
class ImageRecipeTest {

    private final JsonNode pod = Chart.with("{}").only("Deployment").at("/spec/template/spec");

    @Test
    void itsUserIsTheNumberThatTheChartRunsAs() {
        assertThat(ImageRecipe.USER)
                .isEqualTo(pod.at("/securityContext/runAsUser").asText() + ":"
                        + pod.at("/securityContext/runAsGroup").asText());
    }

    @Test
    void theChartMountsTheConfigurationInItsWorkingDirectory() {
        assertThat(pod.at("/containers/0/volumeMounts").findValuesAsText("mountPath"))
                .contains(ImageRecipe.FOLDER + "/config");
    }

    @Test
    void itExposesTheChartsPorts() {
        assertThat(ImageRecipe.PORTS)
                .extracting(String::valueOf)
                .containsExactlyInAnyOrderElementsOf(
                        pod.at("/containers/0/ports").findValuesAsText("containerPort"));
    }

    @Test
    void theChartsJavaOptionsAreTheImagesOwn() {
        String options = StreamSupport.stream(pod.at("/containers/0/env").spliterator(), false)
                .filter(variable -> variable.path("name").asText().equals("JAVA_TOOL_OPTIONS"))
                .map(variable -> variable.path("value").asText())
                .findFirst()
                .orElseThrow();
        assertThat(JavaRuntime.DEFAULT_OPTIONS).contains(options.split(" "));
    }
}
