package dev.plimsoll.advice;

import static dev.plimsoll.FuzzTarget.expect;

import dev.plimsoll.FuzzTarget;
import dev.plimsoll.base.KnownBases;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageBuilder;
import dev.plimsoll.image.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

public class HistoryFuzzTest {

    private static final ImageReference APPLICATION = ImageReference.parse("registry.corp/app:1");

    @Test
    void anyHistoryCanBeAdvisedOn() {
        FuzzTarget.tryAll("history", HistoryFuzzTest::fuzzerTestOneInput);
    }

    /** Called by the fuzzer. Each line is an entry; a leading dash marks what made no layer. */
    public static void fuzzerTestOneInput(byte[] input) {
        String[] history = new String(input, StandardCharsets.UTF_8).split("\n");
        long layers = Stream.of(history).filter(line -> !line.startsWith("-")).count();
        Image image = ImageBuilder.anImage()
                .layers(new long[(int) layers])
                .history(history)
                .build();
        for (Advice advice : new Adviser(KnownBases.NONE).advise(APPLICATION, image)) {
            expect(advice.layer().map(image.layers()::contains).orElse(true), "names a layer of the image");
            expect(advice.instruction().indexOf('\n') < 0, "tells it in one line");
            expect(advice.problem().length() < 500, "tells it shortly");
        }
    }
}
