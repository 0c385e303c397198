package dev.plimsoll.packaging;

import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.blob.Blobs;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import com.google.cloud.tools.jib.image.json.BuildableManifestTemplate.ContentDescriptorTemplate;
import com.google.cloud.tools.jib.registry.RegistryClient;
import java.io.IOException;
import java.util.Optional;

/** Puts an image into a registry: the blobs that it lacks, then the manifest under its tag, once. */
final class Upload {

    private final TargetImage target;
    private final RegistryClient client;

    private Upload(TargetImage target, RegistryClient client) {
        this.target = target;
        this.client = client;
    }

    static void push(OciLayout image, TargetImage target, RegistryLogin login) throws IOException {
        FailoverHttpClient http = new FailoverHttpClient(login.plainHttp(), false, event -> {});
        try {
            new Upload(target, authenticated(target, login, http)).push(image);
        } catch (RegistryException | InvalidImageReferenceException e) {
            throw new ImageBuildException("%s: %s".formatted(target.reference(), e.getMessage()), e);
        } finally {
            http.shutDown();
        }
    }

    private static RegistryClient authenticated(TargetImage target, RegistryLogin login, FailoverHttpClient http)
            throws IOException, RegistryException, InvalidImageReferenceException {
        ImageReference reference = ImageReference.parse(target.reference().toString());
        Optional<Credential> credential = login.credential(reference);
        RegistryClient.Factory factory =
                RegistryClient.factory(EventHandlers.NONE, reference.getRegistry(), reference.getRepository(), http);
        credential.ifPresent(factory::setCredential);
        RegistryClient client = factory.newRegistryClient();
        if (!client.doPushBearerAuth() && credential.isPresent()) {
            client.configureBasicAuth();
        }
        return client;
    }

    private void push(OciLayout image) throws IOException, RegistryException {
        AnnotatedManifest manifest = image.manifest();
        for (ContentDescriptorTemplate layer : manifest.layers()) {
            push(image, layer.getDigest());
        }
        push(image, manifest.config().getDigest());
        DescriptorDigest pushed = client.pushManifest(manifest, target.tag());
        if (!pushed.toString().equals(image.digest().toString())) {
            throw new ImageBuildException(
                    "%s has %s in the registry, not %s".formatted(target.reference(), pushed, image.digest()));
        }
    }

    private void push(OciLayout image, DescriptorDigest blob) throws IOException, RegistryException {
        if (client.checkBlob(blob).isEmpty()) {
            client.pushBlob(blob, Blobs.from(image.blob(blob)), null, bytes -> {});
        }
    }
}
