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

    private static JsonNode read(Outline outline, String written) throws IOException {
        return outline.read(written.getBytes(StandardCharsets.UTF_8));
    }
}
