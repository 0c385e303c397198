package dev.plimsoll.policy.check;

import static dev.plimsoll.image.ImageBuilder.anImage;
import static dev.plimsoll.image.ImageBuilder.layer;
import static dev.plimsoll.workload.ContainerBuilder.aContainer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.policy.Known;
import dev.plimsoll.workload.Container.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ImageSizeTest {

    private static final ImageSize CHECK = new ImageSize(DataSize.ofMebibytes(200));

    @ParameterizedTest(name = "{0} bytes")
    @CsvSource({"0", "1", "209715199", "209715200"})
    void anImageUpToTheBudgetPasses(long bytes) {
        assertThat(Judging.of(CHECK, aContainer())
                        .finds(Known.image("node:18", anImage().layers(bytes))))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} bytes")
    @CsvSource({
        "209715201,           209715201 bytes",
        "209768448,           200.1 MiB",
        "210029773,           200.3 MiB",
        "370147328,           353 MiB",
        "9223372036854775807, 8 EiB"
    })
    void aLargerOneIsFoundWithItsSizeAndTheBudget(long bytes, String shown) {
        assertThat(Judging.of(CHECK, aContainer())
                        .finds(Known.image("node:18", anImage().layers(bytes))))
                .containsExactly(
                        "node:18 is " + shown + " compressed, over 200 MiB; use a slimmer base or a multi-stage build");
    }

    @Test
    void itsLayersAreAddedUp() {
        assertThat(Judging.of(CHECK, aContainer())
                        .finds(Known.image("node:18", anImage().layers(104857600, 104857601))))
                .singleElement()
                .asString()
                .startsWith("node:18 is 209715201 bytes compressed, over 200 MiB;");
    }

    @Test
    void aLayerThatOccursTwiceIsCountedOnce() {
        var twice = anImage().layers(layer("same", 150L << 20), layer("same", 150L << 20));

        assertThat(Judging.of(CHECK, aContainer()).finds(Known.image("node:18", twice)))
                .isEmpty();
    }

    @Test
    void theLargestOfSeveralPlatformsIsNamed() {
        Known index = Known.image(
                "node:18",
                anImage().platform("linux/amd64").mebibytes(201),
                anImage().platform("linux/arm64").mebibytes(210),
                anImage().platform("linux/s390x").mebibytes(199));

        assertThat(Judging.of(CHECK, aContainer())
                        .on("linux/amd64", "linux/arm64", "linux/s390x")
                        .finds(index))
                .containsExactly("node:18 (linux/arm64) is 210 MiB compressed, over 200 MiB; "
                        + "use a slimmer base or a multi-stage build");
    }

    @Test
    void anIndexThatHasNothingForThePodIsNotLarge() {
        assertThat(Judging.of(CHECK, aContainer()).finds(Known.nothing().andOffering("node:18", "linux/s390x")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whateverBringsAnImageIsJudged(Kind kind) {
        Judging judging = Judging.of(CHECK, aContainer().kind(kind));

        assertThat(judging.needs()).containsExactly(ImageReference.parse("node:18"));
        assertThat(judging.finds(Known.image("node:18", anImage().mebibytes(201))))
                .hasSize(1);
    }

    @Test
    void whatIsNoReferenceNeedsNothing() {
        Judging judging = Judging.of(CHECK, aContainer().image("NODE"));

        assertThat(judging.needs()).isEmpty();
        assertThat(judging.findsUnseen()).isEmpty();
    }

    @Test
    void aBudgetOfNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImageSize(DataSize.ZERO))
                .withMessage("max must be more than 0");
        assertThat(new ImageSize(new DataSize(1)).id()).isEqualTo("image-size");
    }
}
