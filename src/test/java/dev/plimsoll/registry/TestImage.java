package dev.plimsoll.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.Platform;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An image, or an index of images, to be put into a {@link FakeRegistry}. Minimal and valid; a test changes one thing. */
public final class TestImage {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Object> config = new LinkedHashMap<>();
    private final Map<String, Object> run = new LinkedHashMap<>();
    private final List<Object> history = new ArrayList<>();
    private final List<Object> layers = new ArrayList<>();
    private final Map<String, Object> changes = new LinkedHashMap<>();
    private final Map<String, String> annotations = new LinkedHashMap<>();
    private boolean docker;

    private TestImage() {}

    /** An OCI image for linux/amd64 without layers, history or user. */
    public static TestImage anImage() {
        return new TestImage().platform("linux/amd64");
    }

    /** For {@code os/architecture} or {@code os/architecture/variant}. */
    public TestImage platform(String platform) {
        Platform parsed = Platform.parse(platform);
        config.put("os", parsed.os());
        config.put("architecture", parsed.architecture());
        parsed.variant().ifPresentOrElse(variant -> config.put("variant", variant), () -> config.remove("variant"));
        return this;
    }

    public TestImage withoutPlatform() {
        config.remove("os");
        config.remove("architecture");
        return this;
    }

    public TestImage user(String user) {
        run.put("User", user);
        return this;
    }

    public TestImage env(String... variables) {
        run.put("Env", List.of(variables));
        return this;
    }

    public TestImage label(String name, String value) {
        run.put("Labels", Map.of(name, value));
        return this;
    }

    public TestImage labels(Map<String, String> labels) {
        run.put("Labels", labels);
        return this;
    }

    public TestImage annotation(String name, String value) {
        annotations.put(name, value);
        return this;
    }

    /** A layer of the size, whose content nobody will ask for, made by the instruction. */
    public TestImage layer(long size, String instruction) {
        history.add(Map.of("created_by", instruction, "created", "2026-01-02T03:04:05Z"));
        return layer(size, "application/vnd.oci.image.layer.v1.tar+gzip", instruction);
    }

    /** A layer of the size and type that the history does not know of. */
    public TestImage layer(long size, String mediaType, String seed) {
        layers.add(descriptor(mediaType, Digest.of("layer " + seed + " " + size), size));
        return this;
    }

    /** A layer, with all that its step of the history can say. */
    public TestImage layer(long size, String instruction, String created, String comment) {
        history.add(Map.of("created_by", instruction, "created", created, "comment", comment));
        return layer(size, "application/vnd.oci.image.layer.v1.tar+gzip", instruction + created);
    }

    /** A step that made no layer, with all that it can say. */
    public TestImage step(String instruction, String created, String comment) {
        history.add(Map.of("created_by", instruction, "created", created, "comment", comment, "empty_layer", true));
        return this;
    }

    /** A step that made no layer. */
    public TestImage step(String instruction) {
        history.add(Map.of("created_by", instruction, "empty_layer", true));
        return this;
    }

    /** In Docker's form instead of OCI's. */
    public TestImage docker() {
        docker = true;
        return this;
    }

    /** A field of the manifest that is to be other than it would be; null takes it away. */
    public TestImage manifestField(String name, Object value) {
        changes.put(name, value);
        return this;
    }

    /** A field of the config. */
    public TestImage configField(String name, Object value) {
        config.put(name, value);
        return this;
    }

    public byte[] configJson() {
        Map<String, Object> json = new LinkedHashMap<>(config);
        if (!run.isEmpty()) {
            json.putIfAbsent("config", run);
        }
        if (!history.isEmpty()) {
            json.putIfAbsent("history", history);
        }
        return json(json);
    }

    public byte[] manifestJson() {
        byte[] configJson = configJson();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schemaVersion", 2);
        json.put("mediaType", mediaType());
        json.put("config", descriptor(configType(), Digest.of(configJson), configJson.length));
        json.put("layers", layers);
        if (!annotations.isEmpty()) {
            json.put("annotations", annotations);
        }
        return json(changed(json, changes));
    }

    public String mediaType() {
        return docker
                ? "application/vnd.docker.distribution.manifest.v2+json"
                : "application/vnd.oci.image.manifest.v1+json";
    }

    private String configType() {
        return docker ? "application/vnd.docker.container.image.v1+json" : "application/vnd.oci.image.config.v1+json";
    }

    /** Of the manifest. */
    public Digest digest() {
        return Digest.of(manifestJson());
    }

    public Digest configDigest() {
        return Digest.of(configJson());
    }

    private Optional<Map<String, Object>> statedPlatform() {
        if (!config.containsKey("os")) {
            return Optional.empty();
        }
        Map<String, Object> platform = new LinkedHashMap<>();
        List.of("os", "architecture", "variant").forEach(name -> {
            if (config.containsKey(name)) {
                platform.put(name, config.get(name));
            }
        });
        return Optional.of(platform);
    }

    /** The entry of an index for this image, with its platform. */
    public Map<String, Object> entry() {
        Map<String, Object> entry = entryWithoutPlatform();
        statedPlatform().ifPresent(platform -> entry.put("platform", platform));
        return entry;
    }

    /** The entry of an index for this image, without its platform. */
    public Map<String, Object> entryWithoutPlatform() {
        return descriptor(mediaType(), digest(), manifestJson().length);
    }

    /** An OCI index with these entries. */
    @SafeVarargs
    public static byte[] index(Map<String, Object>... entries) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schemaVersion", 2);
        json.put("mediaType", INDEX_TYPE);
        json.put("manifests", List.of(entries));
        return json(json);
    }

    /** Of an OCI index. */
    public static final String INDEX_TYPE = "application/vnd.oci.image.index.v1+json";

    public static Map<String, Object> descriptor(String mediaType, Digest digest, long size) {
        Map<String, Object> descriptor = new LinkedHashMap<>();
        descriptor.put("mediaType", mediaType);
        descriptor.put("digest", digest.toString());
        descriptor.put("size", size);
        return descriptor;
    }

    private static Map<String, Object> changed(Map<String, Object> json, Map<String, Object> changes) {
        changes.forEach((name, value) -> {
            if (value == null) {
                json.remove(name);
            } else {
                json.put(name, value);
            }
        });
        return json;
    }

    public static byte[] json(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
