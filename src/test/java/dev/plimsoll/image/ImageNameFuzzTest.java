package dev.plimsoll.image;

import static org.assertj.core.api.Assertions.assertThat;

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
            assertThat(ImageReference.parse(valid.reference().toString())).isEqualTo(valid.reference());
        } else {
            assertThat(((ImageName.Invalid) name).problem()).matches("[ -~…]{1,120}");
        }
    }
}
