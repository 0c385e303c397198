package dev.plimsoll.packaging;

import com.google.cloud.tools.jib.image.json.BuildableManifestTemplate.ContentDescriptorTemplate;
import com.google.cloud.tools.jib.image.json.ManifestTemplate;
import com.google.cloud.tools.jib.json.JsonTemplateMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Jib's manifest with annotations, which Jib's own has no room for. Where the base ends is read from them.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/manifest.md">OCI image manifest</a>
 */
final class AnnotatedManifest implements ManifestTemplate {

    // Read and written by Jib's mapper, by field.
    private int schemaVersion;
    private String mediaType = "";
    private @Nullable ContentDescriptorTemplate config;
    private List<ContentDescriptorTemplate> layers = new ArrayList<>();
    private SortedMap<String, String> annotations = new TreeMap<>();

    static AnnotatedManifest read(byte[] json) throws IOException {
        return JsonTemplateMapper.readJson(json, AnnotatedManifest.class);
    }

    void annotate(Map<String, String> words) {
        annotations.putAll(words);
    }

    byte[] toJson() throws IOException {
        return JsonTemplateMapper.toByteArray(this);
    }

    ContentDescriptorTemplate config() {
        return Objects.requireNonNull(config);
    }

    List<ContentDescriptorTemplate> layers() {
        return layers;
    }

    @Override
    public int getSchemaVersion() {
        return schemaVersion;
    }

    @Override
    public String getManifestMediaType() {
        return mediaType;
    }
}
