package dev.plimsoll;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Something that takes any bytes, and may only answer to them or say no in the way that it documents. {@code make fuzz}
 * lets a coverage-guided fuzzer at it; here it is given the seeds and a fixed choice of their mutations.
 */
@FunctionalInterface
public interface FuzzTarget {

    /** How many mutations a test tries: some seconds' worth for all targets together. */
    int MUTATIONS = 2_000;

    /** Throws whatever should not have been thrown. */
    void accept(byte[] input) throws Exception;

    /**
     * Tries the seeds in {@code src/test/resources/fuzz/<name>} and mutations of them, the same at every run.
     *
     * @throws AssertionError with the input in Base64, to be kept as a seed once it is mended
     */
    static void tryAll(String name, FuzzTarget target) {
        List<byte[]> seeds = seeds(Path.of("src", "test", "resources", "fuzz", name));
        seeds.forEach(seed -> attempt(target, seed));
        Mutation mutation = new Mutation(seeds, new Random(name.hashCode()));
        for (int i = 0; i < MUTATIONS; i++) {
            attempt(target, mutation.next());
        }
    }

    /** A plain check: an assertion library would be fuzzed along. */
    static void expect(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    private static void attempt(FuzzTarget target, byte[] input) {
        try {
            target.accept(input);
        } catch (Throwable e) {
            throw new AssertionError("thrown for " + Base64.getEncoder().encodeToString(input), e);
        }
    }

    private static List<byte[]> seeds(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<byte[]> seeds = files.sorted().map(FuzzTarget::content).toList();
            if (seeds.isEmpty()) {
                throw new AssertionError("no seeds in " + folder);
            }
            return seeds;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
