package dev.plimsoll.policy.check;

import static dev.plimsoll.image.ImageBuilder.anImage;
import static dev.plimsoll.workload.ContainerBuilder.aContainer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.policy.Known;
import dev.plimsoll.workload.Container.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LayerSizeTest {

    private static final LayerSize CHECK = new LayerSize(DataSize.ofMebibytes(100));
    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @CsvSource({"1, 104857599", "104857600, 104857600"})
    void layersUpToTheBudgetPassHoweverManyTheyAre(long first, long second) {
        assertThat(finds(anImage().layers(first, second))).isEmpty();
    }

    @Test
    void anImageWithoutLayersPasses() {
        assertThat(finds(anImage().layers(new long[0]))).isEmpty();
    }

    @ParameterizedTest(name = "{0} and {1} bytes")
    @CsvSource({
        "1,         104857601, layer 2 of 2 of node:18 is 104857601 bytes",
        "104857601, 1,         layer 1 of 2 of node:18 is 104857601 bytes",
        "209715200, 314572800, layer 2 of 2 of node:18 is 300 MiB",
        "314572800, 209715200, layer 1 of 2 of node:18 is 300 MiB"
    })
    void theLargestOverTheBudgetIsFoundWithItsPlace(long first, long second, String problem) {
        assertThat(finds(anImage().layers(first, second)))
                .containsExactly(problem + " compressed, over 100 MiB; add less in one instruction");
    }

    @Test
    void theInstructionThatMadeItIsNamed() {
        ImageBuilder image = anImage()
                .layers(MIB, 200 * MIB)
                .history("ADD rootfs.tar /", "-CMD [\"sh\"]", "RUN /bin/sh -c make install # buildkit", "-USER 10001");

        assertThat(finds(image))
                .containsExactly("layer 2 of 2 of node:18 is 200 MiB compressed, over 100 MiB (make install); "
                        + "add less in one instruction");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "COPY . . # buildkit ; COPY . .",
                "RUN /bin/sh -c apt-get update # buildkit ; apt-get update",
                "RUN |1 V=3 /bin/sh -c apt-get update # buildkit ; apt-get update",
                "/bin/sh -c apt-get update ; apt-get update",
                "/bin/sh -c #(nop) ADD file:0123 in / ; ADD file:0123 in /",
                "/bin/sh -c #(nop)  ADD file:0123 in / ; ADD file:0123 in /",
                "RUN apt-get update ; apt-get update",
                "bazel build ... ; bazel build ...",
                "|1 TOKEN=secret /bin/sh -c make ; make",
                "RUN a \t   b ; a b",
                "# buildkit is not all of it ; # buildkit is not all of it"
            })
    void whatTheBuilderPutAroundItIsLeftOut(String createdBy, String shown) {
        assertThat(finds(anImage().layers(200 * MIB).history(createdBy)))
                .containsExactly("layer 1 of 1 of node:18 is 200 MiB compressed, over 100 MiB (" + shown
                        + "); add less in one instruction");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"''", "'   '", "|1 TOKEN=secret", "# buildkit", "/bin/sh -c #(nop) "})
    void anInstructionThatSaysNothingIsNotShown(String createdBy) {
        assertThat(finds(anImage().layers(200 * MIB).history(createdBy)))
                .containsExactly(
                        "layer 1 of 1 of node:18 is 200 MiB compressed, over 100 MiB; add less in one instruction");
    }

    @Test
    void aLongInstructionIsCut() {
        String sixty = "x".repeat(60);

        assertThat(finds(anImage().layers(200 * MIB).history("RUN " + sixty)))
                .singleElement()
                .asString()
                .contains("(" + sixty + ")");
        assertThat(finds(anImage().layers(200 * MIB).history("RUN " + sixty + "x")))
                .singleElement()
                .asString()
                .contains("(" + sixty.substring(1) + "…)");
    }

    @Test
    void aHistoryThatDoesNotFitTheLayersBlamesNoLine() {
        assertThat(finds(anImage().layers(MIB, 200 * MIB).history("ADD rootfs.tar /")))
                .containsExactly(
                        "layer 2 of 2 of node:18 is 200 MiB compressed, over 100 MiB; add less in one instruction");
    }

    @Test
    void thePlatformWithTheLargestLayerIsNamed() {
        Known index = Known.image(
                "node:18",
                anImage().platform("linux/amd64").layers(101 * MIB, 101 * MIB),
                anImage().platform("linux/arm64").layers(150 * MIB));

        assertThat(Judging.of(CHECK, aContainer()).finds(index))
                .containsExactly("layer 1 of 1 of node:18 (linux/arm64) is 150 MiB compressed, over 100 MiB; "
                        + "add less in one instruction");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whateverBringsAnImageIsJudged(Kind kind) {
        Judging judging = Judging.of(CHECK, aContainer().kind(kind));

        assertThat(judging.needs()).containsExactly(ImageReference.parse("node:18"));
        assertThat(judging.finds(Known.image("node:18", anImage().mebibytes(101))))
                .hasSize(1);
    }

    @Test
    void aBudgetOfNothingIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LayerSize(DataSize.ZERO));
        assertThat(CHECK.id()).isEqualTo("layer-size");
    }

    private static List<String> finds(ImageBuilder image) {
        return Judging.of(CHECK, aContainer()).finds(Known.image("node:18", image));
    }
}
