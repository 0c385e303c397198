package dev.plimsoll.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MonitoringTest {
    private static final String SERVICE_MONITOR = Chart.read("ci/service-monitor-values.yaml");
    private static final String POD_MONITOR = Chart.read("ci/pod-monitor-values.yaml");

    @Test
    void nothingOfItIsThereUnlessItIsAskedFor() {
        assertThat(Chart.with("{}").objects())
                .extracting(object -> object.path("kind").asText())
                .doesNotContain("ServiceMonitor", "PodMonitor", "PrometheusRule");
    }

    @Test
    void theServiceMonitorFindsItsServiceAndThatTheReplicas() {
        Manifests manifests = Chart.with(SERVICE_MONITOR);
        JsonNode monitor = manifests.only("ServiceMonitor");
        JsonNode service = manifests.named("Service", "plimsoll-metrics");
        JsonNode pod = manifests.only("Deployment").at("/spec/template");
        assertThat(monitor.at("/metadata/labels/release").asText()).isEqualTo("prometheus");
        assertThat(monitor.at("/spec/selector/matchLabels").properties())
                .isNotEmpty()
                .isSubsetOf(service.at("/metadata/labels").properties());
        assertThat(monitor.at("/spec/namespaceSelector/matchNames/0")).isEqualTo(service.at("/metadata/namespace"));
        JsonNode endpoint = monitor.at("/spec/endpoints/0");
        assertThat(endpoint.path("path").asText()).isEqualTo("/q/metrics");
        assertThat(endpoint.path("interval").asText()).isEqualTo("1m");
        assertThat(endpoint.path("port")).isEqualTo(service.at("/spec/ports/0/name"));
        assertThat(service.at("/spec/selector").properties())
                .isNotEmpty()
                .isSubsetOf(pod.at("/metadata/labels").properties());
        assertThat(pod.at("/spec/containers/0/ports").findValuesAsText("name"))
                .contains(service.at("/spec/ports/0/targetPort").asText());
        assertThat(service.at("/metadata/labels/app.kubernetes.io~1name").asText())
                .isEqualTo("plimsoll");
    }

    /** Otherwise the webhook's own Service would be scraped, too. */
    @Test
    void theServiceMonitorFindsNoOtherService() {
        Manifests manifests = Chart.with(SERVICE_MONITOR);
        JsonNode wanted = manifests.only("ServiceMonitor").at("/spec/selector/matchLabels");
        assertThat(manifests
                        .named("Service", "plimsoll")
                        .at("/metadata/labels")
                        .properties()
                        .containsAll(wanted.properties()))
                .isFalse();
    }

    @Test
    void thePodMonitorFindsTheReplicas() {
        Manifests manifests = Chart.with(POD_MONITOR);
        JsonNode monitor = manifests.only("PodMonitor").path("spec");
        JsonNode pod = manifests.only("Deployment").at("/spec/template");
        assertThat(monitor.at("/selector/matchLabels").properties())
                .isNotEmpty()
                .isSubsetOf(pod.at("/metadata/labels").properties());
        assertThat(pod.at("/spec/containers/0/ports").findValuesAsText("name"))
                .contains(monitor.at("/podMetricsEndpoints/0/port").asText());
        assertThat(manifests.all("Service")).hasSize(1);
    }

    @Test
    void theRulesAreThoseOfTheFile() throws IOException {
        JsonNode rules = Chart.with(SERVICE_MONITOR).only("PrometheusRule");
        assertThat(rules.path("spec")).isEqualTo(Manifests.YAML.readTree(Chart.read("files/alerts.yaml")));
        List<String> words = List.of("alert", "expr", "for", "labels", "annotations");
        assertThat(rules.at("/spec/groups/0/rules")).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.properties())
                    .extracting(property -> property.getKey())
                    .hasSameElementsAs(words);
            assertThat(rule.at("/labels/severity").asText()).isIn("critical", "warning", "info");
            assertThat(rule.at("/annotations/summary").asText()).endsWith(".");
        });
    }

    @Test
    void theDashboardIsThatOfTheFileAndFoundByItsLabel() throws IOException {
        JsonNode dashboard = Chart.with(SERVICE_MONITOR).named("ConfigMap", "plimsoll-dashboard");
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(dashboard.at("/data/plimsoll.json").asText()))
                .isEqualTo(json.readTree(Chart.read("files/dashboard.json")));
        assertThat(dashboard.at("/metadata/labels/dashboards").asText()).isEqualTo("yes");
        assertThat(Chart.with("{metrics: {grafanaDashboard: {enabled: true}}}")
                        .named("ConfigMap", "plimsoll-dashboard")
                        .at("/metadata/labels/grafana_dashboard")
                        .asText())
                .isEqualTo("1");
    }
}
