package dev.plimsoll;

import static dev.plimsoll.image.ImageBuilder.anImage;
import static dev.plimsoll.image.ImageBuilder.layer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.plimsoll.evaluation.Evaluation;
import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import dev.plimsoll.image.Layer;
import dev.plimsoll.image.Platform;
import dev.plimsoll.kubernetes.PolicyFiles;
import dev.plimsoll.kubernetes.WorkloadMapper;
import dev.plimsoll.policy.Finding;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.PolicySet;
import dev.plimsoll.workload.Namespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One case of one check, as a file: what the policy says, what the registry would say of the images, and the messages
 * expected; behind it the manifest, and what it replaces if it is an update.
 *
 * <p>An image has {@code layers} (sizes, optionally after a name: the same name is the same layer), {@code user},
 * {@code platform} and {@code history} (a leading dash marks what made no layer); or {@code platforms} with such an image
 * each; or {@code failure: <reason>: <message>}.
 */
record CheckFixture(Path file, JsonNode facts, JsonNode manifest, Optional<JsonNode> replaced) {

    private static final Path ROOT = Path.of("src/test/resources/checks");
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final long MOST_SECONDS = 10;

    /** Every fixture, by check and name. */
    static List<CheckFixture> all() {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .map(CheckFixture::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CheckFixture read(Path file) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
            List<JsonNode> read = documents.readAll();
            return new CheckFixture(
                    file, read.get(0), read.get(1), read.size() > 2 ? Optional.of(read.get(2)) : Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** The check's id: the folder's name. */
    String check() {
        return file.getParent().getFileName().toString();
    }

    boolean isToPass() {
        return file.getFileName().toString().startsWith("pass-");
    }

    boolean isToFail() {
        return file.getFileName().toString().startsWith("fail-");
    }

    List<String> expected() {
        JsonNode expect = facts.path("expect");
        return expect.isArray() ? texts(expect) : expect.isMissingNode() ? List.of() : List.of(expect.asText());
    }

    /** The checks of its policy, as they are written there. */
    JsonNode policy() {
        return facts.path("policy");
    }

    List<Finding> findings() {
        Evaluator evaluator = new Evaluator(
                (image, platforms, credentials) -> inspect(image, platforms),
                Mode.ENFORCE,
                Clock.systemUTC(),
                Runnable::run);
        Evaluation evaluation = evaluator
                .evaluate(
                        new WorkloadMapper(Set.of(Platform.LINUX_AMD64))
                                .toWorkload(manifest, replaced, Namespace.named("shop")),
                        policySet(),
                        Instant.now().plusSeconds(MOST_SECONDS))
                .toCompletableFuture()
                .join();
        return evaluation.findings();
    }

    private PolicySet policySet() {
        ObjectNode policy = YAML.createObjectNode();
        policy.put("apiVersion", "plimsoll.dev/v1alpha1").put("kind", "ImageAdmissionPolicy");
        policy.putObject("metadata").put("name", "baseline");
        ObjectNode spec = policy.putObject("spec");
        spec.putArray("validationActions").add("Warn");
        spec.set("checks", policy());
        Optional.ofNullable(facts.get("onRegistryError")).ifPresent(it -> spec.set("onRegistryError", it));
        return readAsFile(policy);
    }

    private PolicySet readAsFile(JsonNode policy) {
        try {
            Path written = Files.createTempFile("policy", ".yaml");
            try {
                YAML.writeValue(written.toFile(), policy);
                PolicyFiles.Result result = PolicyFiles.read(written);
                if (!result.problems().isEmpty()) {
                    throw new IllegalArgumentException(file + ": " + result.problems());
                }
                return result.policies();
            } finally {
                Files.delete(written);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CompletionStage<Inspection> inspect(ImageReference reference, Set<Platform> wanted) {
        JsonNode image = images().get(reference);
        if (image == null) {
            throw new IllegalArgumentException(file + " says nothing of " + reference);
        }
        if (image.has("failure")) {
            String[] failure = image.get("failure").asText().split(": ", 2);
            Reason reason = Reason.valueOf(failure[0].toUpperCase(Locale.ROOT).replace('-', '_'));
            return CompletableFuture.failedFuture(new InspectionException(reason, failure[1]));
        }
        return CompletableFuture.completedFuture(image.has("platforms") ? index(image, wanted) : single(image));
    }

    private Map<ImageReference, JsonNode> images() {
        Map<ImageReference, JsonNode> images = new HashMap<>();
        facts.path("images")
                .properties()
                .forEach(image -> images.put(ImageReference.parse(image.getKey()), image.getValue()));
        return images;
    }

    private static Inspection single(JsonNode facts) {
        Image image = image(facts, facts.path("platform").asText("linux/amd64"));
        return new Inspection(
                image.digest(), List.of(image), Set.of(image.platform().orElseThrow()));
    }

    private static Inspection index(JsonNode facts, Set<Platform> wanted) {
        List<Image> all = facts.get("platforms").properties().stream()
                .map(variant -> image(variant.getValue(), variant.getKey()))
                .toList();
        List<Image> suitable = all.stream()
                .filter(image -> wanted.stream()
                        .anyMatch(node -> node.runs(image.platform().orElseThrow())))
                .toList();
        Set<Platform> offered =
                all.stream().map(image -> image.platform().orElseThrow()).collect(Collectors.toSet());
        return new Inspection(Digest.of(facts.toString()), suitable, offered);
    }

    private static Image image(JsonNode facts, String platform) {
        ImageBuilder image = anImage().platform(platform);
        Optional.ofNullable(facts.get("layers")).ifPresent(it -> image.layers(layers(texts(it))));
        Optional.ofNullable(facts.get("user")).ifPresent(it -> image.user(it.asText()));
        Optional.ofNullable(facts.get("history"))
                .ifPresent(it -> image.history(texts(it).toArray(String[]::new)));
        return image.build();
    }

    private static Layer[] layers(List<String> written) {
        List<Layer> layers = new ArrayList<>();
        for (String each : written) {
            String[] words = each.split(" ");
            String name = words.length > 1 ? words[0] : "layer " + layers.size() + " of " + each;
            layers.add(layer(name, DataSize.parse(words[words.length - 1])));
        }
        return layers.toArray(Layer[]::new);
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @Override
    public String toString() {
        return ROOT.relativize(file).toString();
    }
}
