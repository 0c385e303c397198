package dev.plimsoll.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReviewJsonTest {

    /** The last one is UTF-32, in which JSON is not to be sent. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            ''               | the body is empty; an AdmissionReview is expected
            7b               | the body is no JSON: line 1, column 2
            7b7d7b7d         | the body is no JSON: line 1, column 3
            22ff22           | the body is no JSON: line 1, column 2
            7b0a0a2022       | the body is no JSON: line 3, column 3
            0000007b0000007d | the body is no JSON: line 1, column 1
            """)
    void saysWhatIsWrongWithWhatIsNoJson(String hex, String problem) {
        byte[] body = hex.isEmpty() ? new byte[0] : HexFormat.of().parseHex(hex);
        assertThatExceptionOfType(BadReviewException.class)
                .isThrownBy(() -> ReviewJson.read(body))
                .withMessage(problem);
    }

    @ParameterizedTest(name = "{0} levels")
    @CsvSource({"100, true", "101, false"})
    void readsAHundredLevelsAndNoMore(int levels, boolean readable) {
        byte[] body = ("[".repeat(levels) + "]".repeat(levels)).getBytes(StandardCharsets.UTF_8);
        if (readable) {
            ReviewJson.read(body);
        } else {
            assertThatExceptionOfType(BadReviewException.class)
                    .isThrownBy(() -> ReviewJson.read(body))
                    .withMessageStartingWith("the body exceeds a bound: ");
        }
    }

    /** What nobody asks for is passed over, but it is bounded like the rest. */
    @ParameterizedTest(name = "{0} levels")
    @CsvSource({"98, true", "99, false"})
    void boundsWhatIsPassedOver(int levels, boolean readable) {
        String deep = "[".repeat(levels) + "]".repeat(levels);
        byte[] body = "{\"request\": {\"userInfo\": %s}}".formatted(deep).getBytes(StandardCharsets.UTF_8);
        if (readable) {
            ReviewJson.read(body);
        } else {
            assertThatExceptionOfType(BadReviewException.class)
                    .isThrownBy(() -> ReviewJson.read(body))
                    .withMessageStartingWith("the body exceeds a bound: ");
        }
    }

    @Test
    void leavesOutOfAnAnswerWhatIsEmpty() {
        AdmissionResponse answer = new AdmissionResponse("u-1", true, null, List.of(), Map.of());

        assertThat(new String(ReviewJson.write(answer), StandardCharsets.UTF_8)).isEqualTo("""
                {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","response":{"uid":"u-1","allowed":true}}""");
    }

    @Test
    void writesAllOfAnAnswer() {
        AdmissionResponse answer = new AdmissionResponse(
                "\"u\"",
                false,
                new AdmissionResponse.Status(403, "Forbidden", "2 violations:\n- over 200\u00a0MiB"),
                List.of("first", "C:\\second"),
                new TreeMap<>(Map.of("mode", "enforce", "verdict", "deny")));

        assertThat(new String(ReviewJson.write(answer), StandardCharsets.UTF_8)).isEqualTo("""
                {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","response":{"uid":"\\"u\\"","allowed":false,\
                "status":{"code":403,"reason":"Forbidden","message":"2 violations:\\n- over 200\u00a0MiB"},\
                "warnings":["first","C:\\\\second"],"auditAnnotations":{"mode":"enforce","verdict":"deny"}}}""");
    }
}
