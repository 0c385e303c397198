package dev.plimsoll.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.tools.jib.api.DescriptorDigest;
import dev.plimsoll.image.Digest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * An image as a folder that other tools read too ({@code skopeo copy oci:…}).
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/image-layout.md">OCI image layout</a>
 */
final class OciLayout {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final AnnotatedManifest manifest;
    private final Digest digest;

    private OciLayout(Path folder, AnnotatedManifest manifest, Digest digest) {
        this.folder = folder;
        this.manifest = manifest;
        this.digest = digest;
    }

    /** Unpacks an archive that holds one image, and annotates its manifest. */
    static OciLayout unpack(Path archive, Path folder, Map<String, String> annotations) throws IOException {
        extract(archive, folder);
        Path indexFile = folder.resolve("index.json");
        ObjectNode index = (ObjectNode) JSON.readTree(indexFile.toFile());
        ObjectNode entry = (ObjectNode) index.path("manifests").path(0);
        Path plain = blob(folder, Digest.parse(entry.path("digest").asText()));
        AnnotatedManifest manifest = AnnotatedManifest.read(Files.readAllBytes(plain));
        manifest.annotate(annotations);
        byte[] json = manifest.toJson();
        Digest digest = Digest.of(json);
        Files.delete(plain);
        Files.write(blob(folder, digest), json);
        entry.put("digest", digest.toString()).put("size", json.length);
        Files.write(indexFile, JSON.writeValueAsBytes(index));
        return read(folder);
    }

    /** A layout that {@link #unpack} left behind. */
    static OciLayout read(Path folder) throws IOException {
        JsonNode index = JSON.readTree(folder.resolve("index.json").toFile());
        Digest digest = Digest.parse(index.at("/manifests/0/digest").asText());
        return new OciLayout(folder, AnnotatedManifest.read(Files.readAllBytes(blob(folder, digest))), digest);
    }

    private static void extract(Path archive, Path folder) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (!entry.isDirectory()) {
                    Path file = entry.resolveIn(folder);
                    Files.createDirectories(file.getParent());
                    Files.copy(tar, file);
                }
            }
        }
    }

    AnnotatedManifest manifest() {
        return manifest;
    }

    /** The digest of the manifest, and so of the image. */
    Digest digest() {
        return digest;
    }

    JsonNode config() throws IOException {
        return JSON.readTree(blob(manifest.config().getDigest()).toFile());
    }

    Path blob(DescriptorDigest blob) {
        return blob(folder, Digest.parse(blob.toString()));
    }

    private static Path blob(Path folder, Digest digest) {
        return folder.resolve("blobs/sha256").resolve(digest.hex());
    }
}
