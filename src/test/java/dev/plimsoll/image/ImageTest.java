package dev.plimsoll.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImageTest {

    private static final ImageConfig CONFIG =
            new ImageConfig(Optional.empty(), "", Optional.empty(), List.of(), Map.of(), List.of());

    @Test
    void isAsLargeAsItsLayers() {
        assertThat(anImage(aLayer("a", 100), aLayer("b", 20), aLayer("c", 3)).compressedSize())
                .isEqualTo(new DataSize(123));
        assertThat(anImage().compressedSize()).isEqualTo(DataSize.ZERO);
    }

    @Test
    void countsALayerOnceHoweverOftenItIsUsed() {
        assertThat(anImage(aLayer("a", 100), aLayer("b", 20), aLayer("a", 100)).compressedSize())
                .isEqualTo(new DataSize(120));
    }

    @Test
    void countsLayersOfTheSameSizeEach() {
        assertThat(anImage(aLayer("a", 100), aLayer("b", 100)).compressedSize()).isEqualTo(new DataSize(200));
    }

    @Test
    void believesTheLargerOfTwoSizesOfOneLayer() {
        assertThat(anImage(aLayer("a", 1), aLayer("a", 100)).compressedSize()).isEqualTo(new DataSize(100));
        assertThat(anImage(aLayer("a", 100), aLayer("a", 1)).compressedSize()).isEqualTo(new DataSize(100));
    }

    @Test
    void isTheLargestSizeIfItsLayersClaimMore() {
        assertThat(anImage(aLayer("a", Long.MAX_VALUE), aLayer("b", Long.MAX_VALUE), aLayer("c", 1))
                        .compressedSize())
                .isEqualTo(new DataSize(Long.MAX_VALUE));
    }

    @Test
    void sharesLayersWithOthers() {
        List<Layer> ofBoth =
                new ArrayList<>(anImage(aLayer("base", 100), aLayer("a", 1)).layers());
        ofBoth.addAll(anImage(aLayer("base", 100), aLayer("b", 2)).layers());

        assertThat(Image.compressedSize(ofBoth)).isEqualTo(new DataSize(103));
    }

    @Test
    void doesNotChange() {
        List<Layer> layers = new ArrayList<>(List.of(aLayer("a", 1)));
        Map<String, String> annotations = new HashMap<>(Map.of("a", "b"));
        Image image = new Image(Digest.of("manifest"), Optional.empty(), layers, CONFIG, annotations);

        layers.clear();
        annotations.clear();

        assertThat(image.layers()).containsExactly(aLayer("a", 1));
        assertThat(image.annotations()).containsExactly(Map.entry("a", "b"));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> image.layers().clear());
    }

    private static Image anImage(Layer... layers) {
        return new Image(Digest.of("manifest"), Optional.of(Platform.LINUX_AMD64), List.of(layers), CONFIG, Map.of());
    }

    private static Layer aLayer(String content, long size) {
        return new Layer(Digest.of(content), new DataSize(size), "application/vnd.oci.image.layer.v1.tar+gzip");
    }
}
