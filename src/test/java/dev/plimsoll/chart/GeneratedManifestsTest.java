package dev.plimsoll.chart;

import dev.plimsoll.GeneratedFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("generates")
class GeneratedManifestsTest {
    @Test
    void thePlainManifestsAreWhatTheChartRenders() {
        GeneratedFile.at("deploy/plimsoll.yaml").mustEqual(DeployManifests.render());
    }

    @Test
    void theReadmesTableIsWhatTheValuesSay() {
        GeneratedFile.at("charts/plimsoll/README.md").sectionMustEqual("values", ChartValues.table());
    }
}
