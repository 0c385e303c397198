package dev.plimsoll.registry;

import dev.plimsoll.bench.SampleImages;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.registry.StrictJson.UnreadableException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Reading the manifest, the config and the index of an image of twelve layers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DocumentsBenchmark {

    private final TestImage image = SampleImages.image(1, "linux/amd64");
    private final byte[] manifest = image.manifestJson();
    private final byte[] config = image.configJson();
    private final byte[] index =
            TestImage.index(image.entry(), SampleImages.image(1, "linux/arm64").entry());

    @Benchmark
    public Manifest manifest() throws UnreadableException {
        return ManifestReader.read(manifest, "");
    }

    @Benchmark
    public Manifest index() throws UnreadableException {
        return ManifestReader.read(index, "");
    }

    @Benchmark
    public ImageConfig config() throws UnreadableException {
        return ConfigReader.read(config);
    }
}
