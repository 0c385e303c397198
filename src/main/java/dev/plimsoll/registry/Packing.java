package dev.plimsoll.registry;

import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.HistoryEntry;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.Layer;

/**
 * How documents are remembered: in a fraction of the bytes that they take as objects. What is unpacked is equal to
 * what was packed.
 *
 * <p>A layer takes some 38 bytes, of which 32 are its digest, which nothing can make smaller. What people wrote, the history
 * above all, is deflated.
 */
interface Packing<T> {

    byte[] pack(Sized<T> sized);

    Sized<T> unpack(byte[] packed);

    /** Of manifests and indexes. */
    Packing<Manifest> MANIFEST = new Packing<>() {

        @Override
        public byte[] pack(Sized<Manifest> sized) {
            PackedOutput out = new PackedOutput().number(sized.size());
            if (sized.document() instanceof Manifest.OfImage image) {
                descriptor(out.flag(true), image.config());
                out.all(image.layers(), (layers, layer) -> layers.mediaType(layer.mediaType())
                        .number(layer.size().bytes())
                        .digest(layer.digest()));
                byte[] annotations = new PackedOutput().map(image.annotations()).bytes();
                return out.raw(Deflation.deflate(annotations)).bytes();
            }
            out.flag(false).all(((Manifest.Index) sized.document()).manifests(), this::descriptor);
            return out.bytes();
        }

        @Override
        public Sized<Manifest> unpack(byte[] packed) {
            PackedInput in = new PackedInput(packed);
            long size = in.number();
            return new Sized<>(in.flag() ? image(in) : new Manifest.Index(in.all(this::descriptor)), size);
        }

        private Manifest image(PackedInput in) {
            return new Manifest.OfImage(
                    descriptor(in), in.all(this::layer), new PackedInput(Deflation.inflate(in.rest())).map());
        }

        private Layer layer(PackedInput in) {
            String mediaType = in.mediaType();
            DataSize size = new DataSize(in.number());
            return new Layer(in.digest(), size, mediaType);
        }

        private void descriptor(PackedOutput out, Descriptor descriptor) {
            out.mediaType(descriptor.mediaType())
                    .digest(descriptor.digest())
                    .number(descriptor.size())
                    .platform(descriptor.platform());
        }

        private Descriptor descriptor(PackedInput in) {
            return new Descriptor(in.mediaType(), in.digest(), in.number(), in.platform());
        }
    };

    /** Of configs. */
    Packing<ImageConfig> CONFIG = new Packing<>() {

        @Override
        public byte[] pack(Sized<ImageConfig> sized) {
            ImageConfig config = sized.document();
            return Deflation.deflate(new PackedOutput()
                    .number(sized.size())
                    .platform(config.platform())
                    .text(config.user())
                    .time(config.created())
                    .all(config.environment(), PackedOutput::text)
                    .map(config.labels())
                    .all(config.history(), (out, entry) -> out.text(entry.createdBy())
                            .text(entry.comment())
                            .time(entry.created())
                            .flag(entry.emptyLayer()))
                    .bytes());
        }

        @Override
        public Sized<ImageConfig> unpack(byte[] packed) {
            PackedInput in = new PackedInput(Deflation.inflate(packed));
            long size = in.number();
            return new Sized<>(
                    new ImageConfig(
                            in.platform(),
                            in.text(),
                            in.time(),
                            in.all(PackedInput::text),
                            in.map(),
                            in.all(entry -> new HistoryEntry(entry.text(), entry.text(), entry.time(), entry.flag()))),
                    size);
        }
    };
}
