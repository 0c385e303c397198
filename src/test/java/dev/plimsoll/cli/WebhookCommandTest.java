package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.plimsoll.TestCertificates;
import dev.plimsoll.kubernetes.MockApiServer;
import dev.plimsoll.kubernetes.WebhookRegistration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** With an API server, and a webhook over TLS, on loopback. */
class WebhookCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "plimsoll";

    private static final Map<String, String> NOWHERE_ELSE = Map.of(
            "kubernetes.auth.tryKubeConfig", "false",
            "kubernetes.auth.tryServiceAccount", "false",
            "kubernetes.request.retry.backoffLimit", "0");

    private final Capture capture = Capture.plain();
    private final TestCertificates certificates = TestCertificates.forLoopback();
    private final MockApiServer apiServer = MockApiServer.start();
    private final KubernetesClient client = apiServer.newClient();
    private HttpsServer webhook;

    @TempDir
    private Path folder;

    @BeforeEach
    void begin() throws IOException {
        NOWHERE_ELSE.forEach(System::setProperty);
        System.setProperty("kubernetes.master", client.getMasterUrl().toString());
        webhook = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        webhook.setHttpsConfigurator(new HttpsConfigurator(certificates.serverContext()));
        webhook.start();
    }

    @AfterEach
    void end() {
        webhook.stop(0);
        client.close();
        apiServer.close();
        NOWHERE_ELSE.keySet().forEach(System::clearProperty);
        System.clearProperty("kubernetes.master");
    }

    @Test
    void aWebhookThatAnswersPasses() throws IOException {
        answering(UnaryOperator.identity());
        register(Files.readString(certificates.authorityPem(folder)));
        assertThat(run("test", NAME)).isZero();
        assertThat(capture.out())
                .matches("validate\\.plimsoll\\.dev at https://localhost:\\d+/validate: answered after \\d+ ms,"
                        + " mode audit, verdict warn\n");
    }

    @Test
    void anotherAuthorityIsNotTrusted() throws IOException {
        answering(UnaryOperator.identity());
        register(TestCertificates.ec().certificatePem());
        assertThat(run("test", NAME)).isEqualTo(1);
        assertThat(capture.err()).contains("no answer", "not one that the caBundle stands for");
    }

    /** Until the application has written it: the system's authorities do not stand for it. */
    @Test
    void withoutACaBundleItIsNotTrusted() {
        answering(UnaryOperator.identity());
        register(null);
        assertThat(run("test", NAME)).isEqualTo(1);
        assertThat(capture.err()).contains("not one that the caBundle stands for");
    }

    @Test
    void anAnswerToSomethingElseIsNone() throws IOException {
        answering(response -> response.put("uid", "another"));
        register(Files.readString(certificates.authorityPem(folder)));
        assertThat(run("test", NAME)).isEqualTo(1);
        assertThat(capture.err()).contains("no AdmissionReview of what was asked");
    }

    @Test
    void aWebhookThatIsNotThereFails() throws IOException {
        register(Files.readString(certificates.authorityPem(folder)));
        webhook.stop(0);
        assertThat(run("test", NAME)).isEqualTo(1);
        assertThat(capture.err()).contains("it cannot be reached");
    }

    @Test
    void aServiceIsCalledByTheNameThatTheApiServerVerifies() {
        ValidatingWebhookConfiguration configuration = new ValidatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName(NAME)
                .endMetadata()
                .addNewWebhook()
                .withName("validate.plimsoll.dev")
                .withTimeoutSeconds(5)
                .withNewClientConfig()
                .withNewService()
                .withName("images")
                .withNamespace("guards")
                .withPath("/validate")
                .endService()
                .endClientConfig()
                .endWebhook()
                .build();
        client.resource(configuration).create();
        assertThat(new WebhookRegistration(NAME).webhooks().orElseThrow())
                .singleElement()
                .satisfies(registered -> {
                    assertThat(registered.address()).isEqualTo(URI.create("https://images.guards.svc:443/validate"));
                    assertThat(registered.caBundle()).isEmpty();
                    assertThat(registered.timeout()).isEqualTo(Duration.ofSeconds(5));
                });
    }

    @Test
    void whatIsNotRegisteredCannotBeTested() {
        assertThat(run("test", "other")).isEqualTo(2);
        assertThat(capture.err()).isEqualTo("plimsoll: there is no ValidatingWebhookConfiguration other\n");
    }

    @Test
    void removingLeavesOthersAlone() {
        register(null);
        assertThat(run("remove", "other")).isZero();
        assertThat(registered()).containsExactly(NAME);
        assertThat(run("remove", NAME)).isZero();
        assertThat(registered()).isEmpty();
        assertThat(capture.out())
                .isEqualTo("there was no ValidatingWebhookConfiguration other\n"
                        + "removed ValidatingWebhookConfiguration plimsoll\n");
    }

    @Test
    void anApiServerThatIsAwayIsToldOf() {
        apiServer.disappear();
        try {
            assertThat(run("remove", NAME)).isEqualTo(2);
            assertThat(capture.err())
                    .startsWith(
                            "plimsoll: ValidatingWebhookConfiguration plimsoll: the API server cannot be reached: ");
        } finally {
            apiServer.appear();
        }
    }

    private int run(String command, String name) {
        return new CommandLine(new WebhookCommand(capture.terminal(), Duration.ZERO))
                .setErr(capture.terminal().err())
                .setExecutionExceptionHandler(PlimsollCommand::explain)
                .execute(command, name);
    }

    private List<String> registered() {
        return client.admissionRegistration().v1().validatingWebhookConfigurations().list().getItems().stream()
                .map(configuration -> configuration.getMetadata().getName())
                .toList();
    }

    private void register(String authority) {
        client.resource(new ValidatingWebhookConfigurationBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .endMetadata()
                        .addNewWebhook()
                        .withName("validate.plimsoll.dev")
                        .withTimeoutSeconds(5)
                        .withNewClientConfig()
                        .withUrl("https://localhost:%d/validate"
                                .formatted(webhook.getAddress().getPort()))
                        .withCaBundle(
                                authority == null ? null : Base64.getEncoder().encodeToString(authority.getBytes()))
                        .endClientConfig()
                        .endWebhook()
                        .build())
                .create();
    }

    /** Answers as the application does, but for what is changed of it. */
    private void answering(UnaryOperator<ObjectNode> change) {
        webhook.createContext("/validate", exchange -> {
            JsonNode review = JSON.readTree(exchange.getRequestBody());
            assertThat(exchange.getRequestURI().getQuery()).isEqualTo("timeout=5s");
            ObjectNode response = JSON.createObjectNode()
                    .put("uid", review.at("/request/uid").asText())
                    .put("allowed", true);
            response.putObject("auditAnnotations").put("mode", "audit").put("verdict", "warn");
            ObjectNode answer = JSON.createObjectNode()
                    .put("apiVersion", "admission.k8s.io/v1")
                    .put("kind", "AdmissionReview");
            answer.set("response", change.apply(response));
            send(exchange, JSON.writeValueAsBytes(answer));
        });
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
