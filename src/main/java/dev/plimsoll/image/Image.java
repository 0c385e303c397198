package dev.plimsoll.image;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * One image for one platform: its manifest and its config, never its layers' content. A value like a record, but for what is
 * asked of it so often that it is worked out once.
 */
public final class Image {

    private static final BinaryOperator<DataSize> LARGER = BinaryOperator.maxBy(Comparator.naturalOrder());

    private final Digest digest;
    private final Optional<Platform> platform;
    private final List<Layer> layers;
    private final ImageConfig config;
    private final Map<String, String> annotations;
    private final DataSize compressedSize;
    private final DataSize largestLayer;
    private final User user;

    /**
     * @param digest of the manifest
     * @param platform as the index or the config says; empty if neither does, which is unknown and not amd64
     * @param annotations of the manifest
     */
    public Image(
            Digest digest,
            Optional<Platform> platform,
            List<Layer> layers,
            ImageConfig config,
            Map<String, String> annotations) {
        this.digest = digest;
        this.platform = platform;
        this.layers = List.copyOf(layers);
        this.config = config;
        this.annotations = Map.copyOf(annotations);
        this.compressedSize = compressedSize(this.layers);
        this.largestLayer = this.layers.stream()
                .map(Layer::size)
                .max(Comparator.naturalOrder())
                .orElse(DataSize.ZERO);
        this.user = User.parse(config.user());
    }

    /** Of the manifest. */
    public Digest digest() {
        return digest;
    }

    /** As the index or the config says; empty if neither does, which is unknown and not amd64. */
    public Optional<Platform> platform() {
        return platform;
    }

    /** In the manifest's order, from the base up; one may be there twice. */
    public List<Layer> layers() {
        return layers;
    }

    public ImageConfig config() {
        return config;
    }

    /** Of the manifest. */
    public Map<String, String> annotations() {
        return annotations;
    }

    /**
     * What a node with an empty cache downloads: the sizes of the distinct layers. {@code docker images} shows the
     * unpacked size, often two or three times as much.
     */
    public DataSize compressedSize() {
        return compressedSize;
    }

    /** The compressed size of the largest of its layers; zero if it has none. */
    public DataSize largestLayer() {
        return largestLayer;
    }

    /** Whom it runs as if nobody says otherwise. */
    public User user() {
        return user;
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

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Image that
                        && digest.equals(that.digest)
                        && platform.equals(that.platform)
                        && layers.equals(that.layers)
                        && config.equals(that.config)
                        && annotations.equals(that.annotations);
    }

    /** The digest determines most of the rest. */
    @Override
    public int hashCode() {
        return Objects.hash(digest, platform);
    }

    @Override
    public String toString() {
        return "Image[digest=%s, platform=%s, layers=%s, config=%s, annotations=%s]"
                .formatted(digest, platform, layers, config, annotations);
    }
}
