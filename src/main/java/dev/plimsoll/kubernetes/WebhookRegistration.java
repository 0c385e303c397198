package dev.plimsoll.kubernetes;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.ServiceReference;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** A ValidatingWebhookConfiguration: what API servers know of the webhook. Each call asks the API server. */
public final class WebhookRegistration {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final int HTTPS = 443;

    /** The API server's own default. */
    private static final int DEFAULT_TIMEOUT_SECONDS = 10;

    private final String name;

    /** @param name of the configuration */
    public WebhookRegistration(String name) {
        this.name = name;
    }

    /**
     * A webhook as the API server calls it.
     *
     * @param address where reviews are posted to, without the timeout
     * @param caBundle PEM certificates of the authorities to trust; the system's if empty
     * @param timeout that the API server gives it
     */
    public record Webhook(String name, URI address, Optional<String> caBundle, Duration timeout) {

        private static Webhook of(ValidatingWebhook webhook) {
            WebhookClientConfig client = webhook.getClientConfig();
            return new Webhook(
                    webhook.getName(),
                    client.getUrl() != null ? URI.create(client.getUrl()) : addressOf(client.getService()),
                    Optional.ofNullable(client.getCaBundle())
                            .filter(bundle -> !bundle.isBlank())
                            .map(bundle -> new String(Base64.getDecoder().decode(bundle), StandardCharsets.UTF_8)),
                    Duration.ofSeconds(
                            Objects.requireNonNullElse(webhook.getTimeoutSeconds(), DEFAULT_TIMEOUT_SECONDS)));
        }

        private static URI addressOf(ServiceReference service) {
            return URI.create("https://%s.%s.svc:%d%s"
                    .formatted(
                            service.getName(),
                            service.getNamespace(),
                            Objects.requireNonNullElse(service.getPort(), HTTPS),
                            Objects.requireNonNullElse(service.getPath(), "/")));
        }
    }

    /**
     * Its webhooks; empty if there is no such configuration.
     *
     * @throws WebhookRegistrationException if the API server cannot be asked, or does not allow it
     */
    public Optional<List<Webhook>> webhooks() {
        return ask(configuration -> Optional.ofNullable(configuration.get())
                .map(found -> found.getWebhooks().stream().map(Webhook::of).toList()));
    }

    /**
     * Takes it away, so that nobody calls the webhook any more.
     *
     * @return whether there was one
     * @throws WebhookRegistrationException if the API server cannot be asked, or does not allow it
     */
    public boolean remove() {
        return ask(configuration -> !configuration.delete().isEmpty());
    }

    private <T> T ask(Function<Resource<ValidatingWebhookConfiguration>, T> question) {
        try (KubernetesClient client = newClient()) {
            return question.apply(client.admissionRegistration()
                    .v1()
                    .validatingWebhookConfigurations()
                    .withName(name));
        } catch (KubernetesClientException e) {
            throw new WebhookRegistrationException(
                    "ValidatingWebhookConfiguration %s: %s".formatted(name, explain(e)), e);
        }
    }

    private static String explain(KubernetesClientException failure) {
        int code = failure.getCode();
        if (code <= 0) {
            return "the API server cannot be reached: " + rootOf(failure).getMessage();
        }
        boolean refused = code == HttpURLConnection.HTTP_FORBIDDEN || code == HttpURLConnection.HTTP_UNAUTHORIZED;
        return "the API server %s: %s".formatted(refused ? "does not allow it" : "answered", failure.getMessage());
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** To the API server that the environment names: a pod's, or a kubeconfig's. */
    private static KubernetesClient newClient() {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withRequestTimeout((int) REQUEST_TIMEOUT.toMillis())
                        .withConnectionTimeout((int) REQUEST_TIMEOUT.toMillis())
                        .withRequestRetryBackoffLimit(2)
                        .build())
                .build();
    }
}
