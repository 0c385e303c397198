package dev.plimsoll.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the image says of itself, under the names that OCI gave these things.
 *
 * @param created of the version, not of the build: the same sources make the same image at any time
 * @param words by their key
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/annotations.md">OCI annotations</a>
 */
record ImageDescription(Instant created, SortedMap<String, String> words) {

    private static final String PREFIX = "org.opencontainers.image.";
    private static final String RESOURCE = "/image.properties";

    /**
     * Reads what the project's build knows.
     *
     * @param revision of the sources, if known
     */
    static ImageDescription of(BaseImage base, Optional<String> revision) throws IOException {
        Properties build = new Properties();
        try (InputStream resource = ImageDescription.class.getResourceAsStream(RESOURCE)) {
            build.load(resource);
        }
        SortedMap<String, String> words = new TreeMap<>(Map.of(
                PREFIX + "base.name", base.name(),
                PREFIX + "base.digest", base.digest().toString()));
        build.forEach((key, value) -> words.put(PREFIX + key, value.toString()));
        revision.ifPresent(commit -> words.put(PREFIX + "revision", commit));
        return new ImageDescription(Instant.parse(build.getProperty("created")), words);
    }
}
