package dev.plimsoll.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.chart.Chart;
import dev.plimsoll.chart.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The chart's objects in a cluster, and replicas outside of it that hold the token of the chart's service account and
 * nothing else. The webhook is registered by the URL of a proxy in the place of the Service.
 */
final class Installation implements AutoCloseable {

    private static final String NAMESPACE = "plimsoll";
    private static final String TOKENS = "/api/v1/namespaces/%s/serviceaccounts/%s/token";

    private final ControlPlane plane;
    private final Path folder;
    private final Manifests manifests;
    private final ServiceProxy service = new ServiceProxy();
    private final List<Replica> replicas = new ArrayList<>();

    /** @param values of the chart, as YAML */
    Installation(ControlPlane plane, Path folder, String values) throws IOException {
        this.plane = plane;
        this.folder = folder;
        this.manifests = Manifests.parse(Chart.render(values, NAMESPACE));
        ApiClient admin = plane.admin();
        install(admin, "apiVersion: v1\nkind: Namespace\nmetadata: {name: %s}".formatted(NAMESPACE));
        manifests.all("CustomResourceDefinition").forEach(definition -> install(admin, definition));
        await().atMost(30, SECONDS)
                .until(() -> admin.get("/apis/plimsoll.dev/v1alpha1").succeeded());
        manifests.objects().stream()
                .filter(object -> !object.path("kind").asText().equals("CustomResourceDefinition"))
                .forEach(object -> install(admin, registeredByUrl(object)));
    }

    private static void install(ApiClient admin, String yaml) {
        install(admin, ApiClient.tree(yaml));
    }

    private static void install(ApiClient admin, JsonNode object) {
        ApiClient.Answer answer = admin.apply(object);
        assertThat(answer.succeeded()).as("%s", answer).isTrue();
    }

    private JsonNode registeredByUrl(JsonNode object) {
        if (object.path("kind").asText().equals("ValidatingWebhookConfiguration")) {
            for (JsonNode webhook : object.path("webhooks")) {
                ObjectNode client = (ObjectNode) webhook.path("clientConfig");
                client.remove("service");
                client.put("url", "https://localhost:" + service.port() + "/validate");
            }
        }
        return object;
    }

    /** @param settings that outrank the Deployment's, such as {@code plimsoll.mode=audit} */
    Replica startReplica(String... settings) throws IOException {
        Path own = Files.createDirectory(folder.resolve("replica-" + replicas.size()));
        Path config = mounted("plimsoll-config", own.resolve("config"));
        assertThat(config).isDirectory();
        List<String> all = new ArrayList<>(List.of(
                "plimsoll.policies=" + mounted("plimsoll-policies", own.resolve("policies")),
                "plimsoll.tls.self-managed.extra-names=localhost",
                "plimsoll.tls.self-managed.identity=replica-" + replicas.size()));
        all.addAll(List.of(settings));
        Replica replica = new Replica(own, environment(), all);
        replicas.add(replica);
        replica.awaitReady();
        service.add(replica);
        return replica;
    }

    /** Ended without a word, or as the kubelet ends it: out of the Service's endpoints first. */
    void stop(Replica replica) {
        replica.terminate();
        service.remove(replica);
    }

    private Path mounted(String configMap, Path target) throws IOException {
        Files.createDirectory(target);
        JsonNode data = manifests.named("ConfigMap", configMap).path("data");
        for (Map.Entry<String, JsonNode> file : data.properties()) {
            Files.writeString(target.resolve(file.getKey()), file.getValue().asText());
        }
        return target;
    }

    private Map<String, String> environment() throws IOException {
        Map<String, String> environment = new HashMap<>();
        JsonNode container = manifests.only("Deployment").at("/spec/template/spec/containers/0");
        for (JsonNode variable : container.path("env")) {
            if (variable.has("value")) {
                environment.put(
                        variable.path("name").asText(), variable.path("value").asText());
            }
        }
        environment.put("KUBECONFIG", plane.kubeconfig(token(), NAMESPACE).toString());
        return environment;
    }

    private String token() {
        String account = manifests
                .only("Deployment")
                .at("/spec/template/spec/serviceAccountName")
                .asText();
        String request = """
                {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {}}""";
        ApiClient.Answer answer = plane.admin().post(TOKENS.formatted(NAMESPACE, account), request);
        assertThat(answer.succeeded()).as("%s", answer).isTrue();
        return answer.body().at("/status/token").asText();
    }

    @Override
    public void close() throws Exception {
        for (Replica replica : replicas) {
            replica.close();
        }
        service.close();
    }
}
