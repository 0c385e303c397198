package dev.plimsoll;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes inputs out of seeds as a fuzzer does that knows nothing of the program: by small damage, and by crossing them. */
final class Mutation {

    private static final int MOST_STEPS = 6;
    private static final int LONGEST = 64 << 10;

    /** What parsers of JSON, of headers and of names stumble over. */
    private static final List<byte[]> STUMBLING_BLOCKS = bytes(
            "{",
            "}",
            "[",
            "]",
            "[[[[[[[[",
            "\"",
            "\\",
            ":",
            ",",
            "=",
            "/",
            "//",
            "@",
            "..",
            "%00",
            "\r\n",
            "\t",
            "*",
            "null",
            "true",
            "-1",
            "0",
            "1e999",
            "-0.0",
            "1.5",
            "2147483648",
            "9223372036854775808",
            "1".repeat(400),
            "\"\"",
            "{}",
            "[]",
            "\\u0000",
            "\\ud800",
            "\u017f",
            "\u2028",
            "\ufeff",
            "a".repeat(300),
            "sha256:",
            "\"\":");

    private final List<byte[]> seeds;
    private final Random random;

    Mutation(List<byte[]> seeds, Random random) {
        this.seeds = seeds;
        this.random = random;
    }

    private static List<byte[]> bytes(String... texts) {
        return List.of(texts).stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    byte[] next() {
        byte[] input = any(seeds);
        for (int steps = 1 + random.nextInt(MOST_STEPS); steps > 0; steps--) {
            input = mutated(input);
        }
        return input;
    }

    private byte[] mutated(byte[] input) {
        int from = random.nextInt(input.length + 1);
        int to = Math.min(input.length, from + random.nextInt(24));
        return switch (random.nextInt(6)) {
            case 0 -> joined(input, from, any(STUMBLING_BLOCKS), from);
            case 1 -> joined(input, from, any(STUMBLING_BLOCKS), to);
            case 2 -> joined(input, from, new byte[0], to);
            case 3 -> joined(input, from, new byte[] {(byte) random.nextInt(256)}, Math.min(input.length, from + 1));
            case 4 -> joined(input, to, slice(input, from, to), to);
            default -> crossed(input, from);
        };
    }

    /** The beginning of this one and the end of another. */
    private byte[] crossed(byte[] input, int from) {
        byte[] other = any(seeds);
        return joined(input, from, slice(other, random.nextInt(other.length + 1), other.length), input.length);
    }

    private static byte[] joined(byte[] input, int end, byte[] middle, int begin) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(input, 0, end);
        joined.writeBytes(middle);
        joined.write(input, begin, input.length - begin);
        return joined.size() > LONGEST ? input : joined.toByteArray();
    }

    private static byte[] slice(byte[] input, int begin, int end) {
        return Arrays.copyOfRange(input, begin, end);
    }

    private byte[] any(List<byte[]> some) {
        return some.get(random.nextInt(some.size()));
    }
}
