package dev.plimsoll.registry;

import dev.plimsoll.image.Digest;
import dev.plimsoll.image.Digest.Algorithm;
import dev.plimsoll.image.Platform;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads what {@link PackedOutput} wrote. */
final class PackedInput {

    private static final Algorithm[] ALGORITHMS = Algorithm.values();

    private final byte[] bytes;
    private int at;

    PackedInput(byte[] bytes) {
        this.bytes = bytes;
    }

    long number() {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[at++];
            number |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return number;
            }
        }
    }

    private long signed() {
        long number = number();
        return number >>> 1 ^ -(number & 1);
    }

    boolean flag() {
        return number() != 0;
    }

    byte[] raw(int length) {
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    /** All that is left. */
    byte[] rest() {
        return raw(bytes.length - at);
    }

    String text() {
        long written = number();
        int length = (int) (written >>> 1);
        at += length;
        return (written & 1) == 0
                ? new String(bytes, at - length, length, StandardCharsets.UTF_8)
                : utf16(at - length, length / 2);
    }

    private String utf16(int from, int length) {
        char[] text = new char[length];
        for (int i = 0; i < length; i++) {
            text[i] = (char) ((bytes[from + 2 * i] & 0xff) << 8 | bytes[from + 2 * i + 1] & 0xff);
        }
        return new String(text);
    }

    String mediaType() {
        int common = (int) number();
        return common == 0 ? text() : PackedOutput.COMMON_TYPES.get(common - 1);
    }

    Digest digest() {
        Algorithm algorithm = ALGORITHMS[(int) number()];
        int length = algorithm == Algorithm.SHA256 ? 32 : 64;
        at += length;
        return new Digest(algorithm, HexFormat.of().formatHex(bytes, at - length, at));
    }

    <T> Optional<T> optional(Function<PackedInput, T> read) {
        return flag() ? Optional.of(read.apply(this)) : Optional.empty();
    }

    <T> List<T> all(Function<PackedInput, T> read) {
        int size = (int) number();
        List<T> all = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            all.add(read.apply(this));
        }
        return all;
    }

    Map<String, String> map() {
        int size = (int) number();
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < size; i++) {
            map.put(text(), text());
        }
        return map;
    }

    Optional<Platform> platform() {
        return optional(in -> new Platform(in.text(), in.text(), in.optional(PackedInput::text)));
    }

    Optional<Instant> time() {
        return optional(in -> Instant.ofEpochSecond(in.signed(), in.number()));
    }
}
