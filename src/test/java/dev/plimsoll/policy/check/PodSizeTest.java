package dev.plimsoll.policy.check;

import static dev.plimsoll.image.ImageBuilder.anImage;
import static dev.plimsoll.image.ImageBuilder.layer;
import static dev.plimsoll.workload.ContainerBuilder.aContainer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Platform;
import dev.plimsoll.policy.Known;
import dev.plimsoll.policy.Violation;
import dev.plimsoll.policy.WorkloadSubject;
import dev.plimsoll.workload.Container.Kind;
import dev.plimsoll.workload.ContainerBuilder;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodSizeTest {

    private static final PodSize CHECK = new PodSize(DataSize.ofMebibytes(300));
    private static final Platform AMD64 = Platform.LINUX_AMD64;
    private static final Platform ARM64 = new Platform("linux", "arm64");
    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @CsvSource({"1, 1", "157286400, 157286399", "157286400, 157286400"})
    void imagesTogetherUpToTheBudgetPass(long app, long proxy) {
        assertThat(finds(twoImages(app, proxy), Set.of(AMD64))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"157286400, 157286401, 314572801 bytes", "314572800, 104857600, 400 MiB"})
    void aLargerSumIsFound(long app, long proxy, String shown) {
        assertThat(finds(twoImages(app, proxy), Set.of(AMD64)))
                .containsExactly("all images together are " + shown
                        + " compressed, over 300 MiB; slim the largest, or share a base image");
    }

    @Test
    void aLayerThatImagesShareIsCountedOnce() {
        var base = layer("base", 200 * MIB);
        Known sharing = Known.image("app:1", anImage().layers(base, layer("app", 50 * MIB)))
                .and("proxy:1", anImage().layers(base, layer("proxy", 50 * MIB)));

        assertThat(finds(sharing, Set.of(AMD64))).isEmpty();
    }

    @Test
    void anImageThatTwoContainersRunIsCountedOnce() {
        List<String> found = finds(
                Known.image("app:1", anImage().mebibytes(200)),
                Set.of(AMD64),
                aContainer().name("one").image("app:1"),
                aContainer().name("two").image("app:1"));

        assertThat(found).isEmpty();
    }

    @Test
    void anImageVolumeCounts() {
        List<String> found = finds(
                twoImages(200 * MIB, 200 * MIB),
                Set.of(AMD64),
                aContainer().image("app:1"),
                aContainer().image("proxy:1").kind(Kind.IMAGE_VOLUME));

        assertThat(found).hasSize(1);
    }

    @Test
    void platformsAreNotAddedUpAndTheLargestIsNamed() {
        Known indexes = Known.image(
                        "app:1",
                        anImage().platform("linux/amd64").mebibytes(200),
                        anImage().platform("linux/arm64").mebibytes(180))
                .and(
                        "proxy:1",
                        anImage().platform("linux/amd64").layers(100 * MIB + 1, 5),
                        anImage().platform("linux/arm64").layers(130 * MIB));

        assertThat(finds(indexes, Set.of(AMD64, ARM64)))
                .containsExactly("all images together are 310 MiB compressed, over 300 MiB (linux/arm64); "
                        + "slim the largest, or share a base image");
        assertThat(finds(indexes, Set.of(AMD64)))
                .containsExactly("all images together are 314572806 bytes compressed, over 300 MiB; "
                        + "slim the largest, or share a base image");
    }

    @Test
    void ofEqualPlatformsTheFirstByNameIsNamed() {
        Known indexes = Known.image(
                "app:1",
                anImage().platform("linux/arm64").mebibytes(400),
                anImage().platform("linux/amd64").mebibytes(400));

        assertThat(finds(indexes, Set.of(ARM64, AMD64), aContainer().image("app:1")))
                .singleElement()
                .asString()
                .contains("(linux/amd64)");
    }

    @Test
    void aSingleImageThatDoesNotSayWhatItIsForCountsOnEveryPlatform() {
        Known known = twoImages(200 * MIB, 50 * MIB)
                .and("proxy:1", anImage().withoutPlatform().mebibytes(150));

        assertThat(finds(known, Set.of(AMD64))).hasSize(1);
    }

    @Test
    void ofSeveralVariantsThatANodeCouldTakeTheLargestCounts() {
        Known index = Known.image(
                "app:1",
                anImage().platform("linux/arm/v6").mebibytes(301),
                anImage().platform("linux/arm/v7").mebibytes(10));

        assertThat(finds(
                        index,
                        Set.of(new Platform("linux", "arm")),
                        aContainer().image("app:1")))
                .hasSize(1);
    }

    @Test
    void whatIsNotKnownIsLeftOutAndSaid() {
        assertThat(finds(Known.image("app:1", anImage().mebibytes(300)), Set.of(AMD64)))
                .isEmpty();
        assertThat(finds(Known.image("app:1", anImage().mebibytes(400)), Set.of(AMD64)))
                .containsExactly("all images together are at least 400 MiB compressed, over 300 MiB; "
                        + "slim the largest, or share a base image");
    }

    @Test
    void whatIsNoReferenceIsNotKnownEither() {
        List<String> found = finds(
                Known.image("app:1", anImage().mebibytes(400)),
                Set.of(AMD64),
                aContainer().image("app:1"),
                aContainer().image("NODE"));

        assertThat(found).singleElement().asString().startsWith("all images together are at least 400 MiB");
    }

    @Test
    void aBudgetOfNothingIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PodSize(DataSize.ZERO));
        assertThat(CHECK.id()).isEqualTo("pod-size");
    }

    private static Known twoImages(long app, long proxy) {
        return Known.image("app:1", anImage().layers(layer("app", app)))
                .and("proxy:1", anImage().layers(layer("proxy", proxy)));
    }

    private static List<String> finds(Known known, Set<Platform> platforms) {
        return finds(
                known,
                platforms,
                aContainer().image("app:1"),
                aContainer().name("proxy").image("proxy:1"));
    }

    private static List<String> finds(Known known, Set<Platform> platforms, ContainerBuilder... containers) {
        return CHECK.check(subject(platforms, containers), known.inspections()).stream()
                .map(Violation::toString)
                .toList();
    }

    private static WorkloadSubject subject(Set<Platform> platforms, ContainerBuilder... containers) {
        return new WorkloadSubject(
                Stream.of(containers).map(ContainerBuilder::build).toList(), platforms);
    }
}
