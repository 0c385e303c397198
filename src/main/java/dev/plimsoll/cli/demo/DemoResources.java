package dev.plimsoll.cli.demo;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The files under {@code demo/} that come with the program. */
final class DemoResources {

    private static final YAMLMapper YAML = new YAMLMapper();

    private DemoResources() {}

    static <T> T read(String file, TypeReference<T> type) {
        try {
            return YAML.readValue(bytes(file), type);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    static JsonNode read(String file) {
        return read(file, new TypeReference<>() {});
    }

    static byte[] bytes(String file) {
        try (InputStream resource = DemoResources.class.getResourceAsStream("/demo/" + file)) {
            if (resource == null) {
                throw new IllegalStateException("demo/" + file + " is not part of this build");
            }
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
