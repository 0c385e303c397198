package dev.plimsoll.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutlineTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Outline NAMES_AND_ITEMS = Outline.of("name").with("items", Outline.of("name"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"other": {"name": 1}, "name": "a"}                | {"name": "a"}
            {"name": {"deep": [{"er": 1.5}], "no": null}}      | {"name": {"deep": [{"er": 1.5}], "no": null}}
            {"items": [{"name": 1, "other": []}, {}, 7, "x"]}  | {"items": [{"name": 1}, {}, 7, "x"]}
            {"items": {"name": true, "other": false}}          | {"items": {"name": true}}
            {"items": "none"}                                  | {"items": "none"}
            {"name": 1, "name": 12345678901234567890}          | {"name": 12345678901234567890}
            {"items": [{"name": 1}], "items": null}            | {"items": null}
            {"name": [-0, 0.5e-3, 1E+2, 1234567890, 9e999]}    | {"name": [0, 0.0005, 100.0, 1234567890, 9e999]}
            {"n\\u0061me": "\\ud83d\\ude00\\n\\"é", "é": 1, "": 2} | {"name": "\\ud83d\\ude00\\n\\"é"}
            [ { } , [ ] ]                                      | [{}, []]
            "text"                                             | "text"
            """)
    void keepsWhatIsOutlined(String written, String read) throws IOException {
        assertThat(read(NAMES_AND_ITEMS, written)).isEqualTo(JSON.readTree(read));
        assertThat(read(Outline.WHOLE, written)).isEqualTo(JSON.readTree(written));
    }

    @Test
    void nothingIsMissing() throws IOException {
        assertThat(read(NAMES_AND_ITEMS, " ").isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"other\": [1, }",
                "{\"other\": {\"a\" 1}}",
                "{\"other\": 01}",
                "{\"other\": \"\\x\"}",
                "{\"other\": \"\n\"}",
                "{\"other\": nul}",
                "{\"other\": [}",
                "{\"other\": ",
                "{\"other\": \"",
                "{\"other\": \"\\u12",
                "{\"other\": -}",
                "{\"other\": 1.}",
                "{\"other\": 1e}",
                "{\"other\": tru}",
                "{\"other\": [1 2]}",
                "{\"other\": {\"a\": 1,}}",
                "{\"other\": 1} {",
                "{other: 1}",
                "{\"name\": \"a\""
            })
    void whatIsPassedOverHasToBeJsonToo(String written) {
        assertThatExceptionOfType(UnreadableJsonException.class).isThrownBy(() -> read(NAMES_AND_ITEMS, written));
        assertThatExceptionOfType(UnreadableJsonException.class).isThrownBy(() -> read(Outline.WHOLE, written));
    }

    /** Beyond 64 levels too, for so many brackets are told apart by the bits of a number. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 63, 64, 65, 66, 90})
    void whatIsPassedOverIsClosedAsItWasOpened(int levels) throws IOException {
        String opened = "";
        String closed = "";
        for (int level = 0; level < levels; level++) {
            boolean brace = level % 3 != 0;
            opened += brace ? "{\"a\": " : "[ ";
            closed = (brace ? ", \"b\": {}}" : ", []]") + closed;
        }
        String deep = opened + "1" + closed;
        assertThat(read(NAMES_AND_ITEMS, "{\"other\": %s, \"name\": \"a\"}".formatted(deep)))
                .isEqualTo(JSON.readTree("{\"name\": \"a\"}"));

        for (int at = opened.length(); at < deep.length(); at++) {
            if (deep.charAt(at) == ']' || deep.charAt(at) == '}') {
                char other = deep.charAt(at) == ']' ? '}' : ']';
                String wrong = deep.substring(0, at) + other + deep.substring(at + 1);
                assertThatExceptionOfType(UnreadableJsonException.class)
                        .isThrownBy(() -> read(NAMES_AND_ITEMS, "{\"other\": %s}".formatted(wrong)));
            }
        }
    }

    private static JsonNode read(Outline outline, String written) throws IOException {
        return outline.read(written.getBytes(StandardCharsets.UTF_8));
    }
}
