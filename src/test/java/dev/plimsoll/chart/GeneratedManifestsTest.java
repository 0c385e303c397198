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
    void theRulesAndTheDashboardAreThoseOfTheChart() {
        GeneratedFile.at("deploy/alerts.yaml").mustEqual(Chart.read("files/alerts.yaml"));
        GeneratedFile.at("deploy/dashboard.json").mustEqual(Chart.read("files/dashboard.json"));
    }

    @Test
    void theSchemaIsWhatTheValuesSay() {
        GeneratedFile.at("charts/plimsoll/values.schema.json").mustEqual(ValuesSchema.render());
    }

    @Test
    void theReadmesTableIsWhatTheValuesSay() {
        GeneratedFile.at("charts/plimsoll/README.md").sectionMustEqual("values", ChartValues.table());
    }

    @Test
    void theReadmesRightsAreWhatTheRolesSay() {
        GeneratedFile.at("charts/plimsoll/README.md").sectionMustEqual("rights", Rights.table());
    }
}
