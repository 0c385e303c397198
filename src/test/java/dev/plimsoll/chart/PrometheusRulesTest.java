package dev.plimsoll.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.HelperProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus itself makes of the alerts and of the dashboard's expressions. */
class PrometheusRulesTest {

    private static final Path ALERTS = Chart.file("files/alerts.yaml").toAbsolutePath();

    @TempDir
    Path folder;

    private Path promtool;

    @BeforeEach
    void find() {
        promtool = HelperProgram.require("promtool", "prometheus");
    }

    /** Exits with 0 only if all is well, and says what is not. */
    private void assertThatItApproves(String... arguments) throws Exception {
        Path said = folder.resolve("said.txt");
        List<String> command = new ArrayList<>(List.of(promtool.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    }

    @Test
    void theAlertsAreRules() throws Exception {
        assertThatItApproves("check", "rules", ALERTS.toString());
    }

    @Test
    void eachAlertFiresWhenItShouldAndNoneWhenNothingIsWrong() throws Exception {
        String tests = Files.readString(
                Path.of(System.getProperty("basedir", ""), "src/test/resources/chart/alerts-test.yaml"));
        Manifests.YAML.readTree(ALERTS.toFile()).at("/groups/0/rules").forEach(rule -> assertThat(tests)
                .contains(rule.path("alert").asText()));
        Path file = folder.resolve("alerts-test.yaml");
        Files.writeString(file, tests.replaceFirst("(?m)- ALERTS$", "- " + ALERTS));
        assertThatItApproves("test", "rules", file.toString());
    }

    /** Grafana puts in the variables; as recording rules they are checked as any other. */
    @Test
    void theDashboardsExpressionsAreSome() throws Exception {
        ArrayNode rules = Manifests.YAML.createArrayNode();
        JsonNode dashboard = Manifests.YAML.readTree(Chart.read("files/dashboard.json"));
        dashboard.path("panels").forEach(panel -> panel.path("targets")
                .forEach(target -> rules.add(rule(target.path("expr").asText()))));
        assertThat(rules.size()).isGreaterThan(30);
        ObjectNode file = Manifests.YAML.createObjectNode();
        file.putArray("groups").addObject().put("name", "dashboard").set("rules", rules);
        Path written = folder.resolve("dashboard.yaml");
        write(written, file);
        assertThatItApproves("check", "rules", "--lint=none", written.toString());
    }

    private static ObjectNode rule(String expression) {
        return Manifests.YAML
                .createObjectNode()
                .put("record", "dashboard:panel")
                .put("expr", expression.replace("$__rate_interval", "5m").replace("$namespace", ".*"));
    }

    private static void write(Path file, JsonNode content) throws IOException {
        Manifests.YAML.writeValue(file.toFile(), content);
    }
}
