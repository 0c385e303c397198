package dev.plimsoll.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {

    private static final List<String> KNOWN = List.of("imageSize", "layerSize", "podSize", "max", "expiresAt");

    @ParameterizedTest
    @CsvSource({
        "imageSzie, imageSize",
        "imagesize, imageSize",
        "imageSizes, imageSize",
        "imgSize, imageSize",
        "imSize, ''",
        "maxi, max",
        "mix, max",
        "mi, ''",
        "expires, expiresAt",
        "podsSize, podSize",
        "something, ''",
        "'', ''",
    })
    void aWordThatIsNearIsSuggested(String written, String meant) {
        assertThat(Spelling.suggestion(written, KNOWN))
                .isEqualTo(meant.isEmpty() ? "" : "; did you mean \"" + meant + "\"?");
    }
}
