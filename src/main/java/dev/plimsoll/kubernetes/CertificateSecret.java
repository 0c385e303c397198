package dev.plimsoll.kubernetes;

import dev.plimsoll.certificate.CertificateStore;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The Secret that replicas share, read by its name alone. Its resource version lets one of two writers win. */
final class CertificateSecret implements CertificateStore {

    private static final String TYPE = "kubernetes.io/tls";

    private final KubernetesClient client;
    private final String namespace;
    private final String name;

    CertificateSecret(KubernetesClient client, String namespace, String name) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
    }

    @Override
    public Optional<Stored> read() {
        return Optional.ofNullable(
                        client.secrets().inNamespace(namespace).withName(name).get())
                .map(secret -> new Stored(
                        Optional.ofNullable(secret.getData()).orElse(Map.of()),
                        secret.getMetadata().getResourceVersion()));
    }

    @Override
    public boolean write(Map<String, String> data, @Nullable String version) {
        Resource<Secret> secret = client.resource(new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withResourceVersion(version)
                .addToLabels("app.kubernetes.io/name", "plimsoll")
                .addToLabels("app.kubernetes.io/managed-by", "plimsoll")
                .endMetadata()
                .withType(TYPE)
                .withData(data)
                .build());
        try {
            if (version == null) {
                secret.create();
            } else {
                secret.lockResourceVersion(version).update();
            }
            return true;
        } catch (KubernetesClientException e) {
            // Not found: somebody has deleted it meanwhile.
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }
}
