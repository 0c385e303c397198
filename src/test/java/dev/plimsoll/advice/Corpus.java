package dev.plimsoll.advice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plimsoll.base.BaseSearch;
import dev.plimsoll.base.ImageFamilies;
import dev.plimsoll.base.KnownBases;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.HistoryEntry;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Layer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Images kept outside of the project: real ones of official repositories, and ones that articles' Dockerfiles give. */
final class Corpus {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;

    private Corpus(Path folder) {
        this.folder = folder;
    }

    /** Empty where it is not there: the project does without. */
    static Optional<Corpus> find() {
        return Stream.of("../shared/corpus", "../../shared/corpus")
                .map(Path::of)
                .filter(Files::isDirectory)
                .findFirst()
                .map(Corpus::new);
    }

    /** The official images by reference, under their other names too. */
    Map<ImageReference, Image> official() {
        Map<ImageReference, Image> images = read("official");
        read(folder.resolve("official/aliases.json"))
                .properties()
                .forEach(alias -> images.put(
                        ImageReference.parse(alias.getKey()),
                        images.get(ImageReference.parse(alias.getValue().asText()))));
        return images;
    }

    Map<ImageReference, Image> seeds() {
        return read("seeds");
    }

    JsonNode expectations() {
        return read(folder.resolve("seeds/expectations.json"));
    }

    /** Finds bases among the official images, as a registry would answer. */
    KnownBases bases() {
        Map<ImageReference, Image> official = official();
        BaseSearch search = new BaseSearch(ImageFamilies.official(), 4, 2);
        return image -> search.search(image, reference -> Optional.ofNullable(official.get(reference)));
    }

    private Map<ImageReference, Image> read(String kind) {
        try (Stream<Path> files = Files.list(folder.resolve(kind))) {
            Map<ImageReference, Image> images = new LinkedHashMap<>();
            files.sorted()
                    .map(Corpus::read)
                    .filter(json -> json.has("reference"))
                    .forEach(json -> images.put(
                            ImageReference.parse(json.get("reference").asText()), image(json)));
            return images;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Image image(JsonNode json) {
        return ImageBuilder.anImage()
                .user(json.path("user").asText("").replace("null", ""))
                .layers(elements(json.get("layers"))
                        .map(layer -> new Layer(
                                Digest.parse(layer.get("digest").asText()),
                                new DataSize(layer.get("size").asLong()),
                                "application/vnd.oci.image.layer.v1.tar+gzip"))
                        .toArray(Layer[]::new))
                .history(elements(json.get("history")).map(Corpus::entry).toList())
                .build();
    }

    private static HistoryEntry entry(JsonNode json) {
        return new HistoryEntry(
                json.get("created_by").asText(),
                json.path("comment").asText(""),
                Optional.of(Instant.parse(json.get("created").asText())),
                json.get("empty_layer").asBoolean());
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
