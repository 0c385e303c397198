package dev.plimsoll.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExcerptTest {

    @Test
    void isCutAfterFortyCharacters() {
        assertThat(Excerpt.of("")).isEqualTo("\"\"");
        assertThat(Excerpt.of("a".repeat(40))).isEqualTo("\"" + "a".repeat(40) + "\"");
        assertThat(Excerpt.of("a".repeat(41))).isEqualTo("\"" + "a".repeat(40) + "\"…");
    }

    @Test
    void showsWhatIsNotPrintableAsciiAsAQuestionMark() {
        assertThat(Excerpt.of("a b~\n\t\u001b\u007f\u0000")).isEqualTo("\"a b~?????\"");
        assertThat(Excerpt.of("é\u202e\u2028")).isEqualTo("\"???\"");
        assertThat(Excerpt.of("\ud83d\ude00")).isEqualTo("\"?\"");
        assertThat(Excerpt.of("a".repeat(39) + "\ud83d\ude00")).isEqualTo("\"" + "a".repeat(39) + "?\"…");
    }

    @ParameterizedTest
    @CsvSource({"0x24, '\"$\"'", "0x20, a space", "0x7e, '\"~\"'", "0x7f, U+007F", "0xa, U+000A", "0x1f600, U+1F600"})
    void namesACharacter(String codePoint, String name) {
        assertThat(Excerpt.of(Integer.decode(codePoint))).isEqualTo(name);
    }
}
