package dev.plimsoll.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plimsoll.kubernetes.Document.Parsed;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictYamlTest {

    @Test
    void documentsAreNumberedAndEmptyOnesSkipped() {
        Parsed parsed = Yaml.parse("""
                # a comment
                a: 1
                ---
                ---
                # nothing

                ---

                b: 2
                """);

        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.documents())
                .extracting(Document::number, Document::line, document -> document.content()
                        .toString())
                .containsExactly(tuple(1, 2, "{\"a\":1}"), tuple(4, 9, "{\"b\":2}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: text             | {\"a\":\"text\"}",
                "a: '1'              | {\"a\":\"1\"}",
                "a: 1                | {\"a\":1}",
                "a: 1.5              | {\"a\":1.5}",
                "a: 010              | {\"a\":8}",
                "a: 99999999999999999999 | {\"a\":99999999999999999999}",
                "a: 4294967296       | {\"a\":4294967296}",
                "a: true             | {\"a\":true}",
                "a:                  | {\"a\":null}",
                "a: ~                | {\"a\":null}",
                "a: 22:30            | {\"a\":\"22:30\"}",
                "a: 1:30.5           | {\"a\":\"1:30.5\"}",
                "a: 2027-03-31       | {\"a\":\"2027-03-31\"}",
                "a: 2027-03-31T00:00:00Z | {\"a\":\"2027-03-31T00:00:00Z\"}",
                "a: !!str 1          | {\"a\":\"1\"}",
                "a: !!binary aGk=    | {\"a\":\"aGk=\"}",
                "1: a                | {\"1\":\"a\"}",
                "a: [&x {b: 1}, *x]  | {\"a\":[{\"b\":1},{\"b\":1}]}",
                "{a: &x v, b: *x}    | {\"a\":\"v\",\"b\":\"v\"}",
                "{a: &x {b: 1, c: 2}, d: {<<: *x, c: 3}} | {\"a\":{\"b\":1,\"c\":2},\"d\":{\"c\":3,\"b\":1}}",
                "'{\"a\": 1}'        | {\"a\":1}",
                "'{a: 1}'            | {\"a\":1}",
            })
    void itIsReadAsKubectlReadsIt(String yaml, String json) {
        assertThat(Yaml.object(yaml).toString()).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: 1\\na: 2              | line 2, column 1: repeats the key \"a\"",
                "a: {b: 1, b: 2}          | line 1, column 11: repeats the key \"b\"",
                "{\"a\": 1, \"a\": 2}     | line 1, column 13: Duplicate field 'a'",
                "a: b: c                  | line 1, column 5: mapping values are not allowed here",
                "a: [1                    | line 1, column 6: expected ',' or ']', but got <stream end>",
                "a: *nowhere              | line 1, column 4: found undefined alias nowhere",
                "a: !!java.net.URL [x]    | line 1, column 4: Global tag is not allowed: tag:yaml.org,2002:java.net.URL",
                "a: !mine {}              | line 1, column 4: has a tag that is not read: !mine",
                "a: !mine x               | line 1, column 4: has a tag that is not read: !mine",
                "a: !!int x               | line 1, column 4: is not what its tag says",
                "? {a: 1}\\n: 2           | line 1, column 3: a key must be text",
                "a: &x [*x]               | line 1, column 4: is nested too deeply",
                "\\tx: 1                  | line 1, column 1: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)",
                "a: \\7                   | is not YAML: special characters are not allowed",
            })
    void whatCannotBeReadIsReportedWithItsPlace(String yaml, String message) {
        Parsed parsed = Yaml.parse(yaml.translateEscapes());

        assertThat(parsed.documents()).isEmpty();
        assertThat(parsed.problems()).extracting(Problem::message).containsExactly(message);
    }

    @Test
    void whatStandsBeforeBadSyntaxIsKept() {
        Parsed parsed = Yaml.parse("a: 1\n---\nb: [\n---\nc: 3\n");

        assertThat(parsed.documents()).hasSize(1);
        assertThat(parsed.problems()).hasSize(1);
        assertThat(parsed.problems().get(0).toString()).startsWith("test.yaml: document 2: line 4, column 1: ");
    }

    @Test
    void aRepeatedKeySpoilsOnlyItsOwnDocument() {
        Parsed parsed = Yaml.parse("a: 1\na: 1\n---\nb: 1\n");

        assertThat(parsed.documents()).extracting(Document::number).containsExactly(2);
        assertThat(parsed.problems()).extracting(Problem::document).containsExactly(1);
    }

    @Test
    void jsonValuesMayFollowOneAnother() {
        Parsed parsed = Yaml.parse("{\"a\": 1}\n\t{\"b\": 2}");

        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.documents())
                .extracting(Document::number, Document::line)
                .containsExactly(tuple(1, 1), tuple(2, 2));
    }

    @ParameterizedTest
    @CsvSource({"100, true", "101, false"})
    void depthIsBounded(int depth, boolean accepted) {
        String yaml = "a: " + "[".repeat(depth - 1) + "]".repeat(depth - 1);
        String json = "{\"a\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";

        assertThat(Yaml.parse(yaml).problems().isEmpty()).isEqualTo(accepted);
        assertThat(Yaml.parse(json).problems().isEmpty()).isEqualTo(accepted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- "})
    void absurdDepthIsRefusedAtOnce(String opening) {
        Assertions.assertTimeout(Duration.ofSeconds(5), () -> {
            Parsed parsed = Yaml.parse(opening.repeat(200_000));

            assertThat(parsed.problems()).hasSize(1);
        });
    }

    @Test
    void aliasesThatMultiplyAreRefusedAtOnce() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
        }

        Assertions.assertTimeout(Duration.ofSeconds(5), () -> {
            Parsed parsed = Yaml.parse(bomb.toString());

            assertThat(parsed.documents()).isEmpty();
            assertThat(parsed.problems())
                    .singleElement()
                    .extracting(Problem::message)
                    .asString()
                    .endsWith("the document is too large, its aliases followed");
        });
    }

    @Test
    void mergesThatMultiplyAreReadAtOnce() {
        StringBuilder bomb = new StringBuilder("a0: &a0 {x: 1}\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d {<<: [*a%d, *a%d, *a%d], k%d: 1}\n".formatted(i, i, i - 1, i - 1, i - 1, i));
        }

        Assertions.assertTimeout(
                Duration.ofSeconds(5),
                () -> assertThat(Yaml.object(bomb.toString()).path("a39")).hasSize(40));
    }

    @Test
    void aFileThatCouldNotBeReadIsAProblemOfTheFile() {
        Parsed parsed = StrictYaml.parse(new SourceFile("x.yaml", "", Optional.of("does not exist")));

        assertThat(parsed.problems()).extracting(Problem::toString).containsExactly("x.yaml: does not exist");
    }
}
