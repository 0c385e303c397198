package dev.plimsoll.packaging;

import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.CredentialRetriever;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import com.google.cloud.tools.jib.registry.credentials.CredentialRetrievalException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How registries are talked to: with what {@code docker login} left behind.
 *
 * @param dockerConfig that file; empty for the one where it usually is
 * @param plainHttp whether a registry may be asked without TLS, if it has none
 */
record RegistryLogin(Optional<Path> dockerConfig, boolean plainHttp) {

    RegistryImage image(String reference) throws InvalidImageReferenceException {
        RegistryImage image = RegistryImage.named(reference);
        retrievers(ImageReference.parse(reference)).forEach(image::addCredentialRetriever);
        return image;
    }

    Optional<Credential> credential(ImageReference reference) {
        try {
            for (CredentialRetriever retriever : retrievers(reference)) {
                Optional<Credential> found = retriever.retrieve();
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        } catch (CredentialRetrievalException e) {
            throw new ImageBuildException(
                    "no credentials for %s: %s".formatted(reference.getRegistry(), e.getMessage()), e);
        }
    }

    private List<CredentialRetriever> retrievers(ImageReference reference) {
        CredentialRetrieverFactory factory = CredentialRetrieverFactory.forImage(reference, event -> {});
        return dockerConfig
                .map(file -> List.of(factory.dockerConfig(file)))
                .orElseGet(() -> List.of(factory.dockerConfig(), factory.wellKnownCredentialHelpers()));
    }
}
