package dev.plimsoll.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.plimsoll.certificate.ClientTrust;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Tells API servers by the {@code caBundle} of the webhook's configurations whom to trust. Nothing else of them is written,
 * and under a name of its own as field manager: Helm's server-side apply then finds nothing of its own changed. The patch
 * tests the webhook's name before it writes, for the list may have changed meanwhile.
 */
final class WebhookTrust implements ClientTrust {

    private static final String FIELD_MANAGER = "plimsoll-certificate";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesClient client;
    private final List<String> configurations;

    WebhookTrust(KubernetesClient client, List<String> configurations) {
        this.client = client;
        this.configurations = List.copyOf(configurations);
    }

    @Override
    public boolean announce(String bundle) {
        String caBundle = Base64.getEncoder().encodeToString(bundle.getBytes(StandardCharsets.US_ASCII));
        List<String> absent = new ArrayList<>();
        boolean announced = true;
        for (String name : configurations) {
            Resource<ValidatingWebhookConfiguration> resource = client.admissionRegistration()
                    .v1()
                    .validatingWebhookConfigurations()
                    .withName(name);
            ValidatingWebhookConfiguration configuration = resource.get();
            if (configuration == null) {
                absent.add(name);
            } else {
                announced &= announce(caBundle, configuration, resource);
            }
        }
        if (!absent.isEmpty()) {
            throw new IllegalStateException(
                    "there is no ValidatingWebhookConfiguration %s; its caBundle is written once there is"
                            .formatted(String.join(", ", absent)));
        }
        return announced;
    }

    private static boolean announce(
            String caBundle,
            ValidatingWebhookConfiguration configuration,
            Resource<ValidatingWebhookConfiguration> resource) {
        ArrayNode patch = JSON.createArrayNode();
        List<ValidatingWebhook> webhooks = configuration.getWebhooks();
        for (int index = 0; index < webhooks.size(); index++) {
            ValidatingWebhook webhook = webhooks.get(index);
            if (!caBundle.equals(webhook.getClientConfig().getCaBundle())) {
                String path = "/webhooks/" + index;
                patch.addObject().put("op", "test").put("path", path + "/name").put("value", webhook.getName());
                patch.addObject()
                        .put("op", "add")
                        .put("path", path + "/clientConfig/caBundle")
                        .put("value", caBundle);
            }
        }
        if (patch.isEmpty()) {
            return true;
        }
        PatchContext context = new PatchContext.Builder()
                .withPatchType(PatchType.JSON)
                .withFieldManager(FIELD_MANAGER)
                .build();
        resource.patch(context, patch.toString());
        return false;
    }
}
