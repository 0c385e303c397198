package dev.plimsoll.registry;

import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.Layer;
import dev.plimsoll.image.Platform;
import dev.plimsoll.registry.StrictJson.Known;
import dev.plimsoll.registry.StrictJson.UnreadableException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the manifests and indexes of Docker's v2 schema 2 and of OCI 1.0 and 1.1.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/manifest.md">OCI image manifest</a>
 * @see <a href="https://distribution.github.io/distribution/spec/manifest-v2-2/">Docker's schema 2</a>
 */
final class ManifestReader {

    static final int MOST_LAYERS = 1_000;
    static final int MOST_MANIFESTS = 500;
    private static final int LONGEST_PLATFORM = 100;

    private static final Set<String> IMAGE_TYPES = Set.of(
            "application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json");
    private static final Set<String> INDEX_TYPES = Set.of(
            "application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json");
    private static final Set<String> SCHEMA_1_TYPES = Set.of(
            "application/vnd.docker.distribution.manifest.v1+json",
            "application/vnd.docker.distribution.manifest.v1+prettyjws");

    /** The last one is what Docker made of configs before there was a type for them. */
    private static final Set<String> CONFIG_TYPES = Set.of(
            "application/vnd.oci.image.config.v1+json",
            "application/vnd.docker.container.image.v1+json",
            "application/octet-stream");

    private static final Known MANIFEST = Known.of(
            "schemaVersion", "mediaType", "artifactType", "config", "layers", "manifests", "annotations", "subject");
    private static final Known DESCRIPTOR =
            Known.of("mediaType", "digest", "size", "platform", "urls", "annotations", "data", "artifactType");
    private static final Known PLATFORM = Known.of("architecture", "os", "os.version", "os.features", "variant");

    private ManifestReader() {}

    /**
     * Reads the document.
     *
     * @param contentType what the registry said that it is; only used to refuse what contradicts it
     */
    static Manifest read(byte[] json, String contentType) throws UnreadableException {
        StrictJson manifest = StrictJson.parse(json, MANIFEST);
        String mediaType = manifest.text("mediaType");
        refuseSchema1(manifest, mediaType);
        boolean index = manifest.has("manifests");
        refuseContradiction(manifest, index, mediaType);
        refuseContradiction(manifest, index, contentType);
        if (!mediaType.isEmpty() && !IMAGE_TYPES.contains(mediaType) && !INDEX_TYPES.contains(mediaType)) {
            throw new UnreadableException("is not a container image: its media type is not one of an image");
        }
        return index ? index(manifest) : image(manifest);
    }

    private static void refuseSchema1(StrictJson manifest, String mediaType) throws UnreadableException {
        if (SCHEMA_1_TYPES.contains(mediaType)
                || manifest.has("schemaVersion") && manifest.amount("schemaVersion") == 1) {
            throw new UnreadableException("is of Docker's schema 1, which is not supported; push it again");
        }
    }

    /** A document that one reader takes for an image and another for an index could pass as either. */
    private static void refuseContradiction(StrictJson manifest, boolean index, String type)
            throws UnreadableException {
        boolean both = index && (manifest.has("layers") || manifest.has("config"));
        if (both || index && IMAGE_TYPES.contains(type) || !index && INDEX_TYPES.contains(type)) {
            throw new UnreadableException("is ambiguous: an image by one sign and an index by another");
        }
    }

    private static Manifest index(StrictJson manifest) throws UnreadableException {
        return new Manifest.Index(
                List.copyOf(manifest.objects("manifests", MOST_MANIFESTS, DESCRIPTOR, ManifestReader::descriptor)));
    }

    private static Manifest image(StrictJson manifest) throws UnreadableException {
        Descriptor config = manifest.object("config", DESCRIPTOR, ManifestReader::descriptor)
                .orElseThrow(() -> new UnreadableException("is not a container image: it has no config"));
        if (!CONFIG_TYPES.contains(config.mediaType())) {
            throw new UnreadableException("is not a container image: its config is not one of an image");
        }
        if (config.size() > StrictJson.LARGEST_DOCUMENT) {
            throw new UnreadableException("has a config over 4 MiB");
        }
        List<Layer> layers = manifest.objects("layers", MOST_LAYERS, DESCRIPTOR, ManifestReader::layer);
        return new Manifest.OfImage(config, List.copyOf(layers), manifest.map("annotations"));
    }

    private static Layer layer(StrictJson json) throws UnreadableException {
        Descriptor descriptor = descriptor(json);
        return new Layer(descriptor.digest(), new DataSize(descriptor.size()), descriptor.mediaType());
    }

    private static Descriptor descriptor(StrictJson json) throws UnreadableException {
        return new Descriptor(
                json.text("mediaType"),
                digest(json.text("digest")),
                json.amount("size"),
                json.object("platform", PLATFORM, ManifestReader::platform).flatMap(platform -> platform));
    }

    private static Digest digest(String text) throws UnreadableException {
        try {
            return Digest.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UnreadableException("has a digest that is neither sha256 nor sha512");
        }
    }

    /** The platform that an object gives; empty if it lacks the system or the architecture, or says no such thing. */
    static Optional<Platform> platform(StrictJson json) throws UnreadableException {
        String os = json.text("os");
        String architecture = json.text("architecture");
        String variant = json.text("variant");
        if ((os + architecture + variant).contains("/")
                || os.length() + architecture.length() + variant.length() > LONGEST_PLATFORM) {
            return Optional.empty();
        }
        try {
            String platform = os + "/" + architecture;
            return Optional.of(Platform.parse(variant.isEmpty() ? platform : platform + "/" + variant));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
