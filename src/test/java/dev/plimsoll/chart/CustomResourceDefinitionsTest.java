package dev.plimsoll.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.api.v1alpha1.CustomResourceDefinitions;
import java.util.List;
import org.junit.jupiter.api.Test;

class CustomResourceDefinitionsTest {

    private static final String KIND = "CustomResourceDefinition";

    @Test
    void theyAreInstalledAsTheyWereGeneratedAndStay() {
        List<JsonNode> rendered = Chart.with("{}").all(KIND).toList();
        assertThat(rendered)
                .hasSameSizeAs(CustomResourceDefinitions.all())
                .zipSatisfy(CustomResourceDefinitions.all(), (definition, file) -> {
                    JsonNode generated = Manifests.parse(file.yaml()).objects().get(0);
                    assertThat(definition.path("spec")).isEqualTo(generated.path("spec"));
                    assertThat(definition.at("/metadata/name").asText()).isEqualTo(file.name());
                    assertThat(definition
                                    .at("/metadata/annotations/helm.sh~1resource-policy")
                                    .asText())
                            .isEqualTo("keep");
                });
    }

    @Test
    void theyCanGoWithTheRelease() {
        assertThat(Chart.with("{crds: {keep: false}}").all(KIND)).hasSize(2).allSatisfy(definition -> assertThat(
                        definition.at("/metadata").has("annotations"))
                .isFalse());
    }

    @Test
    void theyCanBeLeftOut() {
        assertThat(Chart.with("{crds: {enabled: false}}").all(KIND)).isEmpty();
    }
}
