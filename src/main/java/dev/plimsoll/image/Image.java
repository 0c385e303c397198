package dev.plimsoll.image;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * One image for one platform: its manifest and its config, never its layers' content.
 *
 * @param digest of the manifest
 * @param platform as the index or the config says; empty if neither does, which is unknown and not amd64
 * @param annotations of the manifest
 */
public record Image(
        Digest digest,
        Optional<Platform> platform,
        List<Layer> layers,
        ImageConfig config,
        Map<String, String> annotations) {

    private static final BinaryOperator<DataSize> LARGER = BinaryOperator.maxBy(Comparator.naturalOrder());

    public Image {
        layers = List.copyOf(layers);
        annotations = Map.copyOf(annotations);
    }

    /**
     * What a node with an empty cache downloads: the sizes of the distinct layers. {@code docker images} shows the
     * unpacked size, often two or three times as much.
     */
    public DataSize compressedSize() {
        return compressedSize(layers);
    }

    /**
     * The sizes of the distinct layers, wherever they come from. Of two sizes that manifests give for one layer, the
     * larger is believed.
     */
    public static DataSize compressedSize(List<Layer> layers) {
        Map<Digest, DataSize> distinct = new HashMap<>(2 * layers.size());
        for (Layer layer : layers) {
            distinct.merge(layer.digest(), layer.size(), LARGER);
        }
        DataSize sum = DataSize.ZERO;
        for (DataSize size : distinct.values()) {
            sum = sum.plus(size);
        }
        return sum;
    }
}
