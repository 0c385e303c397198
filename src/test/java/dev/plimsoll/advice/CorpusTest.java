package dev.plimsoll.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.base.Evidence;
import dev.plimsoll.base.KnownBases;
import dev.plimsoll.image.HistoryEntry;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Layer;
import dev.plimsoll.image.User;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Real images, and ones whose faults are known. Skipped where they are not at hand. */
class CorpusTest {

    private static final ImageReference APPLICATION = ImageReference.parse("registry.corp/app:1");
    private static final List<String> OWN = List.of(
            "WORKDIR /app # buildkit",
            "COPY . . # buildkit",
            "RUN /bin/sh -c apt-get update && apt-get install -y curl vim make # buildkit",
            "RUN /bin/sh -c npm install # buildkit",
            "RUN /bin/sh -c chown -R app /app # buildkit",
            "-ENV API_TOKEN=abc",
            "-CMD [\"app\"]");

    private static Corpus corpus;

    @BeforeAll
    static void mustBeThere() {
        assumeTrue(Corpus.find().isPresent(), "the corpus is not there");
        corpus = Corpus.find().orElseThrow();
    }

    @TestFactory
    List<DynamicTest> whatIsExpectedOfASeedIsFoundAndWhatIsForbiddenIsNot() {
        JsonNode expectations = corpus.expectations();
        return corpus.seeds().entrySet().stream()
                .map(seed -> DynamicTest.dynamicTest(seed.getKey().toString(), () -> {
                    JsonNode of = expectations.get(
                            seed.getKey().repository() + ":" + seed.getKey().effectiveTag());
                    Set<String> found = found(seed.getKey(), seed.getValue());
                    assertThat(found).containsAll(texts(of.get("expect")));
                    assertThat(found).doesNotContainAnyElementsOf(texts(of.get("forbid")));
                }))
                .toList();
    }

    private static Set<String> found(ImageReference reference, Image image) {
        Set<String> found = new TreeSet<>();
        new Adviser(corpus.bases()).advise(reference, image).forEach(advice -> found.add(advice.check()));
        if (User.parse(image.config().user()) instanceof User.Root) {
            found.add("root-user");
        }
        return found;
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @TestFactory
    List<DynamicTest> noInstructionOfABaseIsEverBlamedWhetherTheBaseIsKnownOrNot() {
        List<DynamicTest> tests = new ArrayList<>();
        corpus.official().forEach((reference, base) -> {
            Image image = builtOn(base, Duration.ofDays(100));
            tests.add(test(reference + " by its history", image, base, KnownBases.NONE));
            tests.add(test(reference + " by its layers", image, base, corpus.bases()));
            tests.add(test(
                    reference + " with the clock set back",
                    builtOn(base, Duration.ofDays(-3000)),
                    base,
                    KnownBases.NONE));
        });
        return tests;
    }

    private static DynamicTest test(String name, Image image, Image base, KnownBases bases) {
        return DynamicTest.dynamicTest(name, () -> {
            List<Advice> all = new Adviser(bases).advise(APPLICATION, image);
            assertThat(all).isNotEmpty().allSatisfy(advice -> advice.origin()
                    .ifPresent(origin -> assertThat(origin.step())
                            .as(advice.problem())
                            .isGreaterThanOrEqualTo(base.config().history().size())));
            assertThat(all)
                    .extracting(Advice::check)
                    .contains("copy-all", "copy-before-install", "build-tools", "chown-layer", "secret-in-image");
        });
    }

    @TestFactory
    List<DynamicTest> anOfficialImageGetsNoAdviceOnItself() {
        return corpus.official().entrySet().stream()
                .map(official -> DynamicTest.dynamicTest(official.getKey().toString(), () -> {
                    assertThat(new Adviser(KnownBases.NONE).advise(official.getKey(), official.getValue()))
                            .isEmpty();
                }))
                .toList();
    }

    @TestFactory
    List<DynamicTest> theBaseOfASeedIsFoundLayerByLayer() {
        return Map.of(
                        "slash/node:before", "docker.io/library/node:18.13.0",
                        "slash/node:after", "docker.io/library/node:18.13.0-alpine",
                        "slash/go:before", "docker.io/library/golang:1.18.10",
                        "slash/python:before", "docker.io/library/python:3.9.16",
                        "slash/python:after", "docker.io/library/python:3.9.16-alpine")
                .entrySet()
                .stream()
                .map(seed -> DynamicTest.dynamicTest(seed.getKey(), () -> {
                    Image image = corpus.seeds().get(ImageReference.parse(seed.getKey()));
                    assertThat(corpus.bases().of(image)).hasValueSatisfying(it -> {
                        assertThat(it.base().reference()).hasToString(seed.getValue());
                        assertThat(it.base().evidence()).isEqualTo(Evidence.LAYERS);
                    });
                }))
                .toList();
    }

    private static Image builtOn(Image base, Duration later) {
        Instant created = base.config().history().stream()
                .flatMap(entry -> entry.created().stream())
                .max(Instant::compareTo)
                .orElseThrow()
                .plus(later);
        List<HistoryEntry> history = new ArrayList<>(base.config().history());
        List<Layer> layers = new ArrayList<>(base.layers());
        for (String own : OWN) {
            boolean empty = own.startsWith("-");
            history.add(new HistoryEntry(
                    empty ? own.substring(1) : own,
                    "buildkit.dockerfile.v0",
                    Optional.of(created.plusSeconds(history.size())),
                    empty));
            if (!empty) {
                layers.add(ImageBuilder.layer(own, 1_000_000));
            }
        }
        return ImageBuilder.anImage()
                .layers(layers.toArray(Layer[]::new))
                .history(history)
                .build();
    }
}
