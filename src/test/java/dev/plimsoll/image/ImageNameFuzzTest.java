package dev.plimsoll.image;

import static dev.plimsoll.FuzzTarget.expect;

import dev.plimsoll.FuzzTarget;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

public class ImageNameFuzzTest {

    @Test
    void anyTextIsAReferenceOrSaysWhyNot() {
        FuzzTarget.tryAll("image-name", ImageNameFuzzTest::fuzzerTestOneInput);
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        ImageName name = ImageName.parse(new String(input, StandardCharsets.UTF_8));
        if (name instanceof ImageName.Valid valid) {
            expect(
                    ImageReference.parse(valid.reference().toString()).equals(valid.reference()),
                    "stays the same when written and read again");
        } else {
            expect(((ImageName.Invalid) name).problem().matches("[ -~…]{1,120}"), "a short line says why");
        }
    }
}
