package dev.plimsoll.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest(name = "{0} on {1}: {2}")
    @CsvSource({
        "'',      '',      true",
        "'',      a,       false",
        "a,       '',      false",
        "a,       a,       true",
        "a,       b,       false",
        "a,       aa,      false",
        "aa,      a,       false",
        "*,       '',      true",
        "*,       abc,     true",
        "*,       a/b,     false",
        "**,      '',      true",
        "**,      a/b/c,   true",
        "***,     a/b/c,   true",
        "a*,      a,       true",
        "a*,      ab,      true",
        "a*,      a/b,     false",
        "a**,     a/b,     true",
        "*c,      abc,     true",
        "*c,      abd,     false",
        "a*c,     abbbc,   true",
        "a*c,     ab/c,    false",
        "a**c,    ab/c,    true",
        "a/*/c,   a/b/c,   true",
        "a/*/c,   a//c,    true",
        "a/*/c,   a/b/b/c, false",
        "a/**/c,  a/b/b/c, true",
        "a/**/c,  a/c,     false",
        "a/**,    a/b,     true",
        "a/**,    a,       false",
        "**/c,    a/b/c,   true",
        "**/c,    c,       false",
        "*/*,     a/b,     true",
        "*/*,     a/b/c,   false",
        "*a*b*,   xaybz,   true",
        "*a*b*,   xbyaz,   false",
        "a?,      ab,      false",
        "a?,      a?,      true",
        "[ab],    a,       false",
        "a.c,     abc,     false",
        "A,       a,       false"
    })
    void starsStandForCharactersAndNothingElseDoes(String glob, String text, boolean matches) {
        assertThat(Glob.matches(glob, text)).isEqualTo(matches);
    }

    @Test
    void noPatternIsSlow() {
        String name = "a".repeat(1000);

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(Glob.matches("*a".repeat(250) + "b", name)).isFalse());
    }
}
