package dev.plimsoll.kubernetes;

import dev.plimsoll.certificate.CertificateStore;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
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
        try {
            if (version == null) {
                client.resource(secret(data, null).withType(TYPE).build()).create();
            } else {
                // A patch, for one that somebody else has made may be of another type, which cannot be changed.
                client.resource(secret(data, version).build()).patch(PatchContext.of(PatchType.JSON_MERGE));
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

    private SecretBuilder secret(Map<String, String> data, @Nullable String version) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withResourceVersion(version)
                .addToLabels("app.kubernetes.io/name", "plimsoll")
                .addToLabels("app.kubernetes.io/managed-by", "plimsoll")
                .endMetadata()
                .withData(data);
    }
}
