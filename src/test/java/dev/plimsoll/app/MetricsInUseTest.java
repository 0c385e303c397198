package dev.plimsoll.app;

import static dev.plimsoll.app.WebhookClient.fixture;
import static dev.plimsoll.registry.TestImage.anImage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plimsoll.advice.AdviceSource;
import dev.plimsoll.audit.SampleScan;
import dev.plimsoll.image.Platform;
import dev.plimsoll.kubernetes.Cluster;
import dev.plimsoll.kubernetes.ClusterSettings;
import dev.plimsoll.kubernetes.ClusterWatch;
import dev.plimsoll.kubernetes.PolicyStore;
import dev.plimsoll.registry.FakeRegistry;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.HttpServer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alerts and the dashboard ask for nothing that the application does not expose once it has worked for a while. */
@QuarkusTest
@QuarkusTestResource(WebhookEnvironment.class)
class MetricsInUseTest {

    private static final long MIB = 1L << 20;

    /** Of the API server, which alone knows what it admitted without an answer. */
    private static final Set<String> OF_OTHERS = Set.of("apiserver_admission_webhook_fail_open_count");

    /** What Prometheus adds to whatever it scrapes, and makes of a histogram. */
    private static final Set<String> LABELS_ADDED = Set.of("namespace", "pod", "le");

    private static final Pattern SAMPLE = Pattern.compile("^([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? [^ ]+$");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=~?\"");
    private static final Pattern SELECTOR =
            Pattern.compile("\\b(plimsoll_\\w+|jvm_\\w+|process_\\w+|system_\\w+|apiserver_\\w+)(?:\\{([^}]*)})?");
    private static final Pattern WORD = Pattern.compile("[a-zA-Z_:][\\w:]*");
    private static final Pattern GROUPING = Pattern.compile("\\bby \\(([^)]*)\\)");

    /** All else that our expressions are made of. */
    private static final Set<String> LANGUAGE = Set.of(
            "absent", "sum", "max", "min", "count", "rate", "increase", "histogram_quantile", "by", "time", "unless");

    @Inject
    HttpServer server;

    FakeRegistry registry;

    /** By name, the labels of those that are exposed. */
    private Map<String, Set<String>> exposed;

    @BeforeEach
    void workForAWhile() {
        registry.put("library/nginx", "latest", anImage().layer(MIB, "nginx"));
        registry.answer("/v2/library/limited", 429);
        WebhookClient webhook = new WebhookClient(server.getSecurePort());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> managed("/q/health/ready").startsWith("{\n    \"status\": \"UP\""));
        webhook.review(fixture("pod-create-by-run"));
        webhook.review(fixture("pod-create-by-run"));
        webhook.review(fixture("pod-update-finalizer"));
        webhook.review(withImage("docker.io/library/none:1"));
        webhook.review(withImage("limiting.test/library/limited:1"));
        exposed = exposed(managed("/q/metrics"));
        exposed.putAll(exposed(metricsOfACluster()));
        exposed.putAll(exposed(metricsOfAnAudit()));
    }

    /** Where no cluster is watched nothing is audited either. */
    private static String metricsOfAnAudit() {
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        SampleScan.into(metrics);
        return metrics.scrape();
    }

    /** The application under test watches none. It does not matter here that this one cannot be reached. */
    private static String metricsOfACluster() {
        ClusterSettings settings = new ClusterSettings() {
            @Override
            public ClusterWatch watch() {
                return ClusterWatch.ON;
            }

            @Override
            public String statusLease() {
                return "plimsoll-status";
            }

            @Override
            public Optional<String> namespace() {
                return Optional.of("plimsoll");
            }
        };
        System.setProperty("kubernetes.master", "http://127.0.0.1:1");
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Cluster cluster =
                Cluster.of(settings, true, Set.of(Platform.LINUX_AMD64), AdviceSource.BY_HISTORY, Clock.systemUTC());
        try {
            new PolicyReload(PolicyStore.empty(), cluster, metrics);
            return metrics.scrape();
        } finally {
            cluster.close();
            System.clearProperty("kubernetes.master");
        }
    }

    @Test
    void everyMetricIsThere() throws IOException {
        assertThat(expressions()).hasSizeGreaterThan(25);
        expressions().forEach((where, expression) -> {
            assertThat(metrics(expression)).as(where).isNotEmpty();
            Set<String> missing = new TreeSet<>(metrics(expression));
            missing.removeAll(exposed.keySet());
            missing.removeAll(OF_OTHERS);
            assertThat(missing).as("%s: what nobody exposes", where).isEmpty();
        });
    }

    /** But for those of an audit, which this application does not do. */
    @Test
    void everyMetricOfOursIsDocumented() throws IOException {
        String operations = Files.readString(Path.of(System.getProperty("basedir", ""), "docs", "operations.md"));
        Set<String> ours = new TreeSet<>();
        exposed.keySet().stream()
                .filter(name -> name.startsWith("plimsoll_"))
                .map(name -> name.replaceFirst("_(bucket|count|sum|max)$", ""))
                .forEach(ours::add);
        assertThat(ours).hasSizeGreaterThan(20);
        assertThat(ours).allSatisfy(name -> assertThat(operations).contains("`" + name + "`"));
    }

    @Test
    void reviewsWithSomethingUninspectedAreCounted() throws Exception {
        assertThat(managed("/q/metrics")).containsPattern("plimsoll_reviews_uninspected_total [1-9]");
    }

    @Test
    void everyLabelIsThere() throws IOException {
        expressions().forEach((where, expression) -> {
            Set<String> exposedLabels = withAdded(labelsOf(metrics(expression)));
            Matcher selector = SELECTOR.matcher(expression);
            while (selector.find()) {
                if (selector.group(2) != null && !OF_OTHERS.contains(selector.group(1))) {
                    assertThat(labels(selector.group(2))).as(where).isSubsetOf(exposedLabels);
                }
            }
            assertThat(groupings(expression)).as(where).isSubsetOf(exposedLabels);
        });
    }

    /** Or the patterns of this test had overlooked something. */
    @Test
    void nothingElseIsInAnExpression() throws IOException {
        expressions().forEach((where, expression) -> {
            String rest = SELECTOR.matcher(GROUPING.matcher(expression).replaceAll("by"))
                    .replaceAll("")
                    .replaceAll("\\[[^]]*]", "");
            Matcher word = WORD.matcher(rest);
            while (word.find()) {
                assertThat(LANGUAGE).as(where).contains(word.group());
            }
        });
    }

    private static Map<String, String> expressions() throws IOException {
        Map<String, String> expressions = new TreeMap<>();
        YAMLMapper yaml = new YAMLMapper();
        JsonNode alerts = yaml.readTree(Files.readString(file("alerts.yaml")));
        alerts.at("/groups/0/rules")
                .forEach(rule -> expressions.put(
                        rule.path("alert").asText(), rule.path("expr").asText()));
        JsonNode dashboard = yaml.readTree(Files.readString(file("dashboard.json")));
        for (JsonNode panel : dashboard.path("panels")) {
            panel.path("targets")
                    .forEach(target -> expressions.put(
                            "%s %s %s"
                                    .formatted(
                                            panel.path("id"),
                                            panel.path("title").asText(),
                                            target.path("refId").asText()),
                            target.path("expr").asText()));
        }
        return expressions;
    }

    private static Path file(String name) {
        return Path.of(System.getProperty("basedir", ""), "charts/plimsoll/files", name);
    }

    private static Set<String> metrics(String expression) {
        Set<String> metrics = new TreeSet<>();
        Matcher selector = SELECTOR.matcher(expression);
        while (selector.find()) {
            metrics.add(selector.group(1));
        }
        return metrics;
    }

    private static List<String> groupings(String expression) {
        List<String> labels = new ArrayList<>();
        Matcher grouping = GROUPING.matcher(expression);
        while (grouping.find()) {
            labels.addAll(List.of(grouping.group(1).split(", *")));
        }
        return labels;
    }

    private Set<String> labelsOf(Set<String> metrics) {
        Set<String> labels = new TreeSet<>();
        metrics.forEach(metric -> labels.addAll(exposed.getOrDefault(metric, Set.of())));
        return labels;
    }

    private static Set<String> withAdded(Set<String> labels) {
        Set<String> all = new TreeSet<>(labels);
        all.addAll(LABELS_ADDED);
        return all;
    }

    private static Map<String, Set<String>> exposed(String text) {
        Map<String, Set<String>> metrics = new TreeMap<>();
        text.lines().map(SAMPLE::matcher).filter(Matcher::matches).forEach(sample -> metrics.computeIfAbsent(
                        sample.group(1), name -> new TreeSet<>())
                .addAll(sample.group(2) == null ? Set.of() : labels(sample.group(2))));
        return metrics;
    }

    private static Set<String> labels(String text) {
        Set<String> labels = new TreeSet<>();
        Matcher label = LABEL.matcher(text);
        while (label.find()) {
            labels.add(label.group(1));
        }
        return labels;
    }

    private static JsonNode withImage(String image) {
        JsonNode review = fixture("pod-create-by-run").deepCopy();
        ((ObjectNode) review.at("/request/object/spec/containers/0")).put("image", image);
        return review;
    }

    private String managed(String path) {
        URI uri = URI.create("http://127.0.0.1:%d%s".formatted(server.getManagementPort(), path));
        return HttpClient.newHttpClient()
                .sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .join()
                .body();
    }
}
