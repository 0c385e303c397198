package dev.plimsoll.registry;

import dev.plimsoll.image.Digest;
import dev.plimsoll.image.Platform;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Writes values in few bytes, for {@link PackedInput} to read in the same order. */
final class PackedOutput {

    /** Media types that nearly all layers, manifests and configs have; one byte each. New ones go to the end. */
    static final List<String> COMMON_TYPES = List.of(
            "application/vnd.oci.image.layer.v1.tar+gzip",
            "application/vnd.docker.image.rootfs.diff.tar.gzip",
            "application/vnd.oci.image.layer.v1.tar+zstd",
            "application/vnd.oci.image.layer.v1.tar",
            "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json",
            "application/vnd.oci.image.config.v1+json",
            "application/vnd.docker.container.image.v1+json",
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.docker.distribution.manifest.list.v2+json");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    byte[] bytes() {
        return bytes.toByteArray();
    }

    /** Seven bits in a byte, the least first. */
    PackedOutput number(long number) {
        long rest = number;
        while ((rest & ~0x7fL) != 0) {
            bytes.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return this;
    }

    /** Numbers near zero take few bytes, whatever their sign. */
    private void signed(long number) {
        number(number << 1 ^ number >> 63);
    }

    PackedOutput flag(boolean flag) {
        return number(flag ? 1 : 0);
    }

    PackedOutput raw(byte[] content) {
        bytes.writeBytes(content);
        return this;
    }

    /** UTF-8, unless the text is none that UTF-8 can say: half a surrogate pair is not. */
    PackedOutput text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        boolean exact = new String(utf8, StandardCharsets.UTF_8).equals(text);
        byte[] content = exact ? utf8 : utf16(text);
        return number((long) content.length << 1 | (exact ? 0 : 1)).raw(content);
    }

    private static byte[] utf16(String text) {
        byte[] content = new byte[2 * text.length()];
        for (int i = 0; i < text.length(); i++) {
            content[2 * i] = (byte) (text.charAt(i) >> 8);
            content[2 * i + 1] = (byte) text.charAt(i);
        }
        return content;
    }

    PackedOutput mediaType(String type) {
        int common = COMMON_TYPES.indexOf(type);
        return common < 0 ? number(0).text(type) : number(common + 1);
    }

    PackedOutput digest(Digest digest) {
        return number(digest.algorithm().ordinal()).raw(HexFormat.of().parseHex(digest.hex()));
    }

    <T> PackedOutput optional(Optional<T> value, BiConsumer<PackedOutput, T> write) {
        flag(value.isPresent());
        value.ifPresent(present -> write.accept(this, present));
        return this;
    }

    <T> PackedOutput all(Collection<T> values, BiConsumer<PackedOutput, T> write) {
        number(values.size());
        values.forEach(value -> write.accept(this, value));
        return this;
    }

    PackedOutput map(Map<String, String> map) {
        return all(map.entrySet(), (out, entry) -> out.text(entry.getKey()).text(entry.getValue()));
    }

    PackedOutput platform(Optional<Platform> platform) {
        return optional(
                platform,
                (out, p) -> out.text(p.os()).text(p.architecture()).optional(p.variant(), PackedOutput::text));
    }

    PackedOutput time(Optional<Instant> time) {
        return optional(time, (out, at) -> {
            out.signed(at.getEpochSecond());
            out.number(at.getNano());
        });
    }
}
