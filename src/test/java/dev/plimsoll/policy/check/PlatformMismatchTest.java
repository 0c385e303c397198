package dev.plimsoll.policy.check;

import static dev.plimsoll.image.ImageBuilder.anImage;
import static dev.plimsoll.workload.ContainerBuilder.aContainer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.ImageReference;
import dev.plimsoll.policy.Known;
import dev.plimsoll.workload.Container.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class PlatformMismatchTest {

    private static final PlatformMismatch CHECK = new PlatformMismatch();
    private static final String REMEDY = "; build it for that platform or change the nodeSelector";

    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource({
        "linux/amd64,             linux/amd64",
        "linux/arm64/v8,          linux/arm64",
        "linux/arm64,             linux/arm64/v8",
        "linux/arm/v6,            linux/arm/v7",
        "linux/amd64 linux/arm64, linux/arm64",
        "linux/arm64,             linux/amd64 linux/arm64",
        "linux/arm/v7,            linux/arm"
    })
    void oneMatchIsEnough(String offered, String nodes) {
        assertThat(finds(offered, nodes)).isEmpty();
    }

    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource({
        "linux/arm64,               linux/amd64,             is for linux/arm64, linux/amd64",
        "windows/amd64,             linux/amd64,             is for windows/amd64, linux/amd64",
        "linux/arm/v7,              linux/arm/v6,            is for linux/arm/v7, linux/arm/v6",
        "linux/s390x linux/ppc64le, linux/arm64 linux/amd64, 'is for linux/ppc64le, linux/s390x', 'linux/amd64, linux/arm64'"
    })
    void noMatchIsFoundWithWhatIsOfferedAndWhatIsWanted(String offered, String nodes, String is, String wanted) {
        assertThat(finds(offered, nodes))
                .containsExactly("node:18 " + is + ", the pod can only run on " + wanted + REMEDY);
    }

    @Test
    void manyPlatformsAreCounted() {
        assertThat(finds("a/a b/b c/c d/d e/e f/f", "linux/amd64"))
                .containsExactly(
                        "node:18 is for a/a, b/b, c/c, d/d and 2 more, the pod can only run on linux/amd64" + REMEDY);
        assertThat(finds("a/a b/b c/c d/d", "linux/amd64"))
                .containsExactly("node:18 is for a/a, b/b, c/c, d/d, the pod can only run on linux/amd64" + REMEDY);
    }

    @Test
    void aLongPlatformIsCut() {
        assertThat(finds("linux/" + "x".repeat(100), "linux/amd64"))
                .containsExactly(
                        "node:18 is for linux/" + "x".repeat(25) + "…, the pod can only run on linux/amd64" + REMEDY);
    }

    @Test
    void aSingleImageIsJudgedByItsConfig() {
        assertThat(judging(Kind.REGULAR).finds(Known.image("node:18", anImage().platform("linux/arm64"))))
                .hasSize(1);
        assertThat(judging(Kind.REGULAR).finds(Known.image("node:18", anImage().platform("linux/amd64"))))
                .isEmpty();
    }

    @Test
    void whatDoesNotSayWhatItIsForPasses() {
        assertThat(judging(Kind.REGULAR).finds(Known.image("node:18", anImage().withoutPlatform())))
                .isEmpty();
        assertThat(finds("unknown/unknown", "linux/amd64")).isEmpty();
        assertThat(judging(Kind.REGULAR).findsUnseen()).isEmpty();
    }

    @Test
    void attestationsAreNoOffer() {
        assertThat(finds("unknown/unknown linux/arm64", "linux/amd64"))
                .containsExactly("node:18 is for linux/arm64, the pod can only run on linux/amd64" + REMEDY);
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, mode = Mode.EXCLUDE, names = "IMAGE_VOLUME")
    void whateverRunsIsJudged(Kind kind) {
        assertThat(judging(kind).finds(Known.image("node:18", anImage().platform("linux/arm64"))))
                .hasSize(1);
    }

    @Test
    void anImageVolumesFilesNeedNoPlatformButMustBePulled() {
        assertThat(judging(Kind.IMAGE_VOLUME)
                        .finds(Known.image("node:18", anImage().platform("linux/arm64"))))
                .isEmpty();
        assertThat(judging(Kind.IMAGE_VOLUME).finds(Known.nothing().andOffering("node:18", "linux/arm64")))
                .hasSize(1);
    }

    @Test
    void itNeedsTheImage() {
        assertThat(judging(Kind.IMAGE_VOLUME).needs()).containsExactly(ImageReference.parse("node:18"));
        assertThat(CHECK.id()).isEqualTo("platform-mismatch");
    }

    private static Judging judging(Kind kind) {
        return Judging.of(CHECK, aContainer().kind(kind));
    }

    private static List<String> finds(String offered, String nodes) {
        return judging(Kind.REGULAR)
                .on(nodes.split(" "))
                .finds(Known.nothing().andOffering("node:18", offered.split(" ")));
    }
}
