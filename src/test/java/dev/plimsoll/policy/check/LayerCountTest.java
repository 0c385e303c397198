package dev.plimsoll.policy.check;

import static dev.plimsoll.image.ImageBuilder.anImage;
import static dev.plimsoll.image.ImageBuilder.layer;
import static dev.plimsoll.workload.ContainerBuilder.aContainer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plimsoll.image.ImageReference;
import dev.plimsoll.policy.Known;
import dev.plimsoll.workload.Container.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerCountTest {

    private static final LayerCount CHECK = new LayerCount(3);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void layersUpToTheNumberPass(int layers) {
        assertThat(Judging.of(CHECK, aContainer())
                        .finds(Known.image("node:18", anImage().layers(new long[layers]))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 128})
    void moreAreFound(int layers) {
        assertThat(Judging.of(CHECK, aContainer())
                        .finds(Known.image("node:18", anImage().layers(new long[layers]))))
                .containsExactly(
                        "node:18 has " + layers + " layers, over 3; merge RUN instructions or use a multi-stage build");
    }

    @Test
    void aLayerThatOccursTwiceIsMountedTwice() {
        var image = anImage().layers(layer("a", 1), layer("b", 1), layer("a", 1), layer("b", 1));

        assertThat(Judging.of(CHECK, aContainer()).finds(Known.image("node:18", image)))
                .hasSize(1);
    }

    @Test
    void thePlatformWithMostLayersIsNamed() {
        Known index = Known.image(
                "node:18",
                anImage().platform("linux/amd64").layers(1, 1, 1, 1),
                anImage().platform("linux/arm64").layers(1, 1, 1, 1, 1));

        assertThat(Judging.of(CHECK, aContainer()).finds(index))
                .singleElement()
                .asString()
                .startsWith("node:18 (linux/arm64) has 5 layers, over 3;");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whateverBringsAnImageIsJudged(Kind kind) {
        Judging judging = Judging.of(CHECK, aContainer().kind(kind));

        assertThat(judging.needs()).containsExactly(ImageReference.parse("node:18"));
        assertThat(judging.finds(Known.image("node:18", anImage().layers(new long[4]))))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void lessThanOneIsRefused(int max) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LayerCount(max))
                .withMessage("max must be at least 1");
    }

    @Test
    void oneIsNot() {
        assertThat(new LayerCount(1).id()).isEqualTo("layer-count");
    }
}
