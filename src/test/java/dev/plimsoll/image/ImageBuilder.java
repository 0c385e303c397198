package dev.plimsoll.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Images for tests: {@link #anImage} is small, complete and not root; a test changes what it is about. */
public final class ImageBuilder {

    private Optional<Platform> platform = Optional.of(Platform.LINUX_AMD64);
    private List<Layer> layers = List.of(layer("base", DataSize.ofMebibytes(10)));
    private String user = "10001";
    private List<HistoryEntry> history = List.of();
    private Map<String, String> labels = Map.of();
    private Map<String, String> annotations = Map.of();

    private ImageBuilder() {}

    public static ImageBuilder anImage() {
        return new ImageBuilder();
    }

    /** A layer whose digest is that of its name: the same name is the same layer. */
    public static Layer layer(String name, DataSize size) {
        return new Layer(Digest.of(name), size, "application/vnd.oci.image.layer.v1.tar+gzip");
    }

    public static Layer layer(String name, long bytes) {
        return layer(name, new DataSize(bytes));
    }

    public ImageBuilder platform(String platform) {
        this.platform = Optional.of(Platform.parse(platform));
        return this;
    }

    public ImageBuilder withoutPlatform() {
        this.platform = Optional.empty();
        return this;
    }

    /** With distinct layers of these sizes. */
    public ImageBuilder layers(long... bytes) {
        List<Layer> distinct = new ArrayList<>();
        for (long size : bytes) {
            distinct.add(layer("layer " + distinct.size() + " of " + size, size));
        }
        return layers(distinct.toArray(Layer[]::new));
    }

    public ImageBuilder layers(Layer... layers) {
        this.layers = List.of(layers);
        return this;
    }

    /** With one layer of this size, in MiB. */
    public ImageBuilder mebibytes(long size) {
        return layers(DataSize.ofMebibytes(size).bytes());
    }

    public ImageBuilder user(String user) {
        this.user = user;
        return this;
    }

    /** Made by these instructions, oldest first; one that begins with a dash made no layer. */
    public ImageBuilder history(String... instructions) {
        this.history = List.of(instructions).stream()
                .map(it -> it.startsWith("-") ? entry(it.substring(1), true) : entry(it, false))
                .toList();
        return this;
    }

    public ImageBuilder history(List<HistoryEntry> history) {
        this.history = List.copyOf(history);
        return this;
    }

    public ImageBuilder labels(Map<String, String> labels) {
        this.labels = labels;
        return this;
    }

    public ImageBuilder annotations(Map<String, String> annotations) {
        this.annotations = annotations;
        return this;
    }

    private static HistoryEntry entry(String createdBy, boolean empty) {
        return new HistoryEntry(createdBy, "", Optional.empty(), empty);
    }

    public Image build() {
        ImageConfig config = new ImageConfig(platform, user, Optional.empty(), List.of(), labels, history);
        return new Image(Digest.of(platform + user + layers), platform, layers, config, annotations);
    }
}
