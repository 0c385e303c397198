package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.HistoryEntry;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.Layer;
import dev.plimsoll.image.Platform;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is unpacked is what was packed, whatever it was. */
class PackingProperties {

    /** All that a JSON document can say, halves of surrogate pairs included. */
    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().all().ofMaxLength(40),
                Arbitraries.strings().ascii().ofMaxLength(300),
                Arbitraries.of(
                        "",
                        "RUN /bin/sh -c apt-get update # buildkit",
                        "buildkit.dockerfile.v0",
                        "\ud800",
                        "a\udc00b"));
    }

    private static Arbitrary<Instant> times() {
        return Arbitraries.oneOf(
                Arbitraries.longs()
                        .between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond())
                        .flatMap(seconds -> Arbitraries.integers()
                                .between(0, 999_999_999)
                                .map(nanos -> Instant.ofEpochSecond(seconds, nanos))),
                Arbitraries.of(Instant.EPOCH, Instant.MIN, Instant.MAX));
    }

    private static Arbitrary<Platform> platforms() {
        return Combinators.combine(texts(), texts(), texts().optional()).as(Platform::new);
    }

    private static Arbitrary<Digest> digests() {
        return Arbitraries.of(Digest.Algorithm.values()).flatMap(algorithm -> Arbitraries.strings()
                .withChars("0123456789abcdef")
                .ofLength(algorithm == Digest.Algorithm.SHA256 ? 64 : 128)
                .map(text -> new Digest(algorithm, text)));
    }

    private static Arbitrary<String> mediaTypes() {
        return Arbitraries.oneOf(Arbitraries.of(PackedOutput.COMMON_TYPES), texts());
    }

    private static Arbitrary<Long> sizes() {
        return Arbitraries.longs().greaterOrEqual(0);
    }

    private static Arbitrary<Descriptor> descriptors() {
        return Combinators.combine(mediaTypes(), digests(), sizes(), platforms().optional())
                .as(Descriptor::new);
    }

    @Provide
    Arbitrary<Sized<Manifest>> manifests() {
        Arbitrary<Layer> layer = Combinators.combine(digests(), sizes().map(DataSize::new), mediaTypes())
                .as(Layer::new);
        Arbitrary<Manifest> image = Combinators.combine(
                        descriptors(),
                        layer.list().ofMaxSize(20),
                        Arbitraries.maps(texts(), texts()).ofMaxSize(5))
                .as(Manifest.OfImage::new);
        Arbitrary<Manifest> index = descriptors().list().ofMaxSize(20).map(Manifest.Index::new);
        return Combinators.combine(Arbitraries.oneOf(image, index), sizes()).as(Sized::new);
    }

    @Provide
    Arbitrary<Sized<ImageConfig>> configs() {
        Arbitrary<HistoryEntry> entry = Combinators.combine(
                        texts(), texts(), times().optional(), Arbitraries.of(true, false))
                .as(HistoryEntry::new);
        Arbitrary<ImageConfig> config = Combinators.combine(
                        platforms().optional(),
                        texts(),
                        times().optional(),
                        texts().list().ofMaxSize(10),
                        Arbitraries.maps(texts(), texts()).ofMaxSize(5),
                        entry.list().ofMaxSize(30))
                .as(ImageConfig::new);
        return Combinators.combine(config, sizes()).as(Sized::new);
    }

    @Property(tries = 500)
    void of_manifests_and_indexes(@ForAll("manifests") Sized<Manifest> manifest) {
        assertThat(Packing.MANIFEST.unpack(Packing.MANIFEST.pack(manifest))).isEqualTo(manifest);
    }

    @Property(tries = 500)
    void of_configs(@ForAll("configs") Sized<ImageConfig> config) {
        assertThat(Packing.CONFIG.unpack(Packing.CONFIG.pack(config))).isEqualTo(config);
    }

    @Property(tries = 200)
    void of_any_bytes(@ForAll byte[] bytes) {
        assertThat(Deflation.inflate(Deflation.deflate(bytes))).isEqualTo(bytes);
    }
}
