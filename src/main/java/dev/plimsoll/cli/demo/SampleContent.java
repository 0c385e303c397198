package dev.plimsoll.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.cli.demo.SampleImage.Step;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Platform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The manifests and configs of images in OCI's format, made from their descriptions. Layers have sizes and digests, but
 * no content: nobody asks for it.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/manifest.md">OCI image manifest</a>
 */
final class SampleContent {

    /** Something that the registry serves. */
    record Document(String mediaType, byte[] bytes) {

        Digest digest() {
            return Digest.of(bytes);
        }
    }

    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
    private static final String CREATED = "2026-01-15T09:00:00Z";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** By {@code repository:tag} and {@code repository@digest}. */
    private final Map<String, Document> manifests = new HashMap<>();

    /** By {@code repository@digest}. */
    private final Map<String, Document> blobs = new HashMap<>();

    SampleContent(List<SampleImage> images) {
        images.forEach(this::add);
    }

    /** @param reference a tag or a digest */
    Optional<Document> manifest(String repository, String reference) {
        return Optional.ofNullable(manifests.get(repository + (reference.contains(":") ? "@" : ":") + reference));
    }

    Optional<Document> blob(String repository, String digest) {
        return Optional.ofNullable(blobs.get(repository + "@" + digest));
    }

    private void add(SampleImage image) {
        for (String name : image.names()) {
            ImageReference reference = ImageReference.parse(name);
            Document top = addManifests(image, reference.repository());
            manifests.put(reference.repository() + ":" + reference.effectiveTag(), top);
        }
    }

    /** The index, or the manifest if there is only one. */
    private Document addManifests(SampleImage image, String repository) {
        ObjectNode index = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", INDEX);
        ArrayNode children = index.putArray("manifests");
        List<Document> added = new ArrayList<>();
        for (Platform platform : image.platforms().stream().map(Platform::parse).toList()) {
            Document manifest = addManifest(image, platform, repository);
            added.add(manifest);
            ObjectNode child = descriptor(manifest);
            child.putObject("platform")
                    .put("architecture", platform.architecture())
                    .put("os", platform.os());
            children.add(child);
        }
        return added.size() == 1 ? added.get(0) : added(manifests, repository, document(INDEX, index));
    }

    private Document addManifest(SampleImage image, Platform platform, String repository) {
        ObjectNode manifest = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", MANIFEST);
        manifest.set("config", descriptor(added(blobs, repository, config(image, platform))));
        ArrayNode layers = manifest.putArray("layers");
        for (Step step : layerSteps(image)) {
            layers.addObject()
                    .put("mediaType", LAYER)
                    .put("digest", digest("compressed", step, platform))
                    .put("size", DataSize.parse(String.valueOf(step.size())).bytes());
        }
        return added(manifests, repository, document(MANIFEST, manifest));
    }

    private static Document config(SampleImage image, Platform platform) {
        ObjectNode config = JSON.createObjectNode()
                .put("created", CREATED)
                .put("architecture", platform.architecture())
                .put("os", platform.os());
        ObjectNode run = config.putObject("config");
        if (!image.user().isEmpty()) {
            run.put("User", image.user());
        }
        image.environment().forEach(run.putArray("Env")::add);
        image.command().forEach(run.putArray("Cmd")::add);
        ArrayNode diffIds = config.putObject("rootfs").put("type", "layers").putArray("diff_ids");
        layerSteps(image).forEach(step -> diffIds.add(digest("unpacked", step, platform)));
        ArrayNode history = config.putArray("history");
        image.history().forEach(step -> history.add(history(step)));
        return document(CONFIG, config);
    }

    private static ObjectNode history(Step step) {
        ObjectNode entry = JSON.createObjectNode().put("created", CREATED).put("created_by", step.createdBy());
        return step.size() == null ? entry.put("empty_layer", true) : entry;
    }

    private static List<Step> layerSteps(SampleImage image) {
        return image.history().stream().filter(step -> step.size() != null).toList();
    }

    /** The same step makes the same layer, so that images share their base as real ones do. */
    private static String digest(String form, Step step, Platform platform) {
        return Digest.of("%s %s %s %s".formatted(form, platform, step.size(), step.createdBy()))
                .toString();
    }

    private static Document added(Map<String, Document> documents, String repository, Document document) {
        documents.put(repository + "@" + document.digest(), document);
        return document;
    }

    private static ObjectNode descriptor(Document document) {
        return JSON.createObjectNode()
                .put("mediaType", document.mediaType())
                .put("digest", document.digest().toString())
                .put("size", document.bytes().length);
    }

    private static Document document(String mediaType, JsonNode content) {
        try {
            return new Document(mediaType, JSON.writeValueAsBytes(content));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }
}
