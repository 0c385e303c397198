package dev.plimsoll.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelSyntaxTest {

    @ParameterizedTest
    @CsvSource({
        "app, true",
        "A.b_c-9, true",
        "app.kubernetes.io/name, true",
        "a/b, true",
        "'', false",
        "-a, false",
        "a-, false",
        "a b, false",
        "/a, false",
        "a/, false",
        "a/b/c, false",
        "A/b, false",
        "a..b/c, false",
    })
    void keys(String text, boolean valid) {
        assertThat(LabelSyntax.isKey(text)).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"'', true", "a, true", "v1.2_x-y, true", "-a, false", "a., false", "a/b, false"})
    void values(String text, boolean valid) {
        assertThat(LabelSyntax.isValue(text)).isEqualTo(valid);
    }

    @Test
    void lengthsAreBounded() {
        assertThat(LabelSyntax.isValue("a".repeat(63))).isTrue();
        assertThat(LabelSyntax.isValue("a".repeat(64))).isFalse();
        assertThat(LabelSyntax.isKey("a/" + "b".repeat(63))).isTrue();
        assertThat(LabelSyntax.isKey("a/" + "b".repeat(64))).isFalse();
        assertThat(LabelSyntax.isSubdomain("a".repeat(253))).isTrue();
        assertThat(LabelSyntax.isSubdomain("a".repeat(254))).isFalse();
        assertThat(LabelSyntax.isSubdomain("a.".repeat(100_000))).isFalse();
    }
}
