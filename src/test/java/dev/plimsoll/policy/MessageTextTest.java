package dev.plimsoll.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.ImageName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTextTest {

    private static final String HEX = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "nginx:1", "grüße", "日本", "\uD83D\uDE00", "12345678"})
    void whatIsVisibleAndShortStays(String text) {
        assertThat(MessageText.line(text, 8)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"12345678, 12345678", "123456789, 1234567…", "1234567890, 1234567…"})
    void whatIsTooLongIsCut(String text, String shown) {
        assertThat(MessageText.line(text, 8)).isEqualTo(shown);
    }

    @Test
    void lengthIsCountedInCodePointsAndNoneIsCutInTwo() {
        assertThat(MessageText.line("\uD83D\uDE00".repeat(8), 8)).isEqualTo("\uD83D\uDE00".repeat(8));
        assertThat(MessageText.line("\uD83D\uDE00".repeat(9), 8)).isEqualTo("\uD83D\uDE00".repeat(7) + "…");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0, '\n', '\r', '\t', 0x1B, 0x7F, 0x85, 0x200B, 0x2028, 0x2029, 0x202E, 0x2066, 0xFEFF, 0xE0041})
    void whatATerminalOrTheApiServerWouldObeyIsReplaced(int codePoint) {
        assertThat(MessageText.line("a" + Character.toString(codePoint) + "b", 8))
                .isEqualTo("a\uFFFDb");
    }

    @Test
    void halfACharacterIsReplaced() {
        assertThat(MessageText.line("a\uD83Db", 8)).isEqualTo("a\uFFFDb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "nginx:1.27", "registry:5000/app", "NO reference", ""})
    void anImageIsShownAsItWasWritten(String written) {
        assertThat(MessageText.image(ImageName.parse(written))).isEqualTo(written);
    }

    @Test
    void itsDigestIsAbbreviated() {
        assertThat(MessageText.image(ImageName.parse("nginx:1.27@sha256:" + HEX)))
                .isEqualTo("nginx:1.27@sha256:0123456789ab…");
    }

    @Test
    void ofALongNameTheMiddleIsLeftOut() {
        String longest = "registry.corp/" + "a/".repeat(26) + "app:1";
        assertThat(longest).hasSize(71);

        assertThat(MessageText.image(ImageName.parse(longest + "2"))).isEqualTo(longest + "2");
        assertThat(MessageText.image(ImageName.parse(longest + "23")))
                .isEqualTo("registry.corp/" + "a/".repeat(10) + "a…" + "/a".repeat(14) + "/app:123")
                .hasSize(72);
    }

    @Test
    void whatIsNoReferenceIsMadeSafeAndShortToo() {
        assertThat(MessageText.image(ImageName.parse("a\nb"))).isEqualTo("a\uFFFDb");
        assertThat(MessageText.image(ImageName.parse("\n" + "\uD83D\uDE00".repeat(200))))
                .isEqualTo("\uFFFD" + "\uD83D\uDE00".repeat(34) + "…" + "\uD83D\uDE00".repeat(36));
    }
}
