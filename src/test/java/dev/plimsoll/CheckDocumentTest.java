package dev.plimsoll;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.policy.CheckDescription;
import dev.plimsoll.policy.CheckDescription.Parameter;
import dev.plimsoll.policy.Finding;
import dev.plimsoll.policy.check.CheckCatalogue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** docs/checks.md says what the checks say of themselves, with messages that they really give. */
class CheckDocumentTest {

    private static final String INTRODUCTION = """
            # The checks

            <!-- Generated from the checks themselves by `make generate`. -->

            A check finds; the policy that names it decides what follows: `Deny`, `Warn` or `Audit`. A check that no policy
            names is off. Its id is its name in messages, audit annotations, metrics, reports and exceptions.

            Sizes are **compressed** sizes, as the registry stores layers and a node downloads them. `docker images` and
            the kubelet show the unpacked size, often two or three times as much.

            Of an image for several platforms, those that the pod can land on are judged, and the worst is reported.
            Judged are init containers (sidecars included), containers, ephemeral containers and image volumes; of image
            volumes only sizes and tags, for nothing in them runs. What an update leaves as it was is not judged again.

            What is found in an image's build history, when a policy names `advice`, is told in [advice.md](advice.md).

            """;

    @Test
    @Tag("generates")
    void itIsInOrder() {
        GeneratedFile.at("docs/checks.md").mustEqual(INTRODUCTION + overview() + sections());
    }

    private static String overview() {
        return CheckCatalogue.all().stream()
                .map(check -> "| [`%s`](#%s) | %s |\n".formatted(check.id(), check.id(), check.finds()))
                .collect(joining("", "| id | finds |\n|---|---|\n", "\n"));
    }

    private static String sections() {
        return CheckCatalogue.all().stream().map(CheckDocumentTest::section).collect(joining("\n"));
    }

    private static String section(CheckDescription check) {
        return """
                ## %s

                %s

                **Why.** %s

                **How to mend it.** %s

                %s%s""".formatted(
                        check.id(), check.finds(), check.why(), check.mend(), example(check.id()), parameters(check));
    }

    private static String example(String id) {
        CheckFixture fixture = CheckFixture.all().stream()
                .filter(it -> it.check().equals(id) && it.isToFail())
                .findFirst()
                .orElseThrow();
        String message = fixture.findings().stream()
                .filter(finding -> finding.check().equals(id))
                .findFirst()
                .map(Finding::message)
                .orElseThrow();
        return """
                **For example**, under a policy with

                ```yaml
                %s
                ```

                it says

                ```
                %s
                ```
                """.formatted(written(fixture.policy()), message);
    }

    /** As a policy writes it, on one line. */
    private static String written(JsonNode checks) {
        ObjectNode spec = checks.deepCopy();
        return "checks: "
                + spec.toString()
                        .replaceAll("\"(\\w+)\":", "$1: ")
                        .replace(",", ", ")
                        .replaceAll("\"(\\w+)\"", "$1");
    }

    private static String parameters(CheckDescription check) {
        return check.parameters().isEmpty()
                ? ""
                : check.parameters().stream()
                        .map(CheckDocumentTest::row)
                        .collect(joining("", "\n| parameter | default | meaning |\n|---|---|---|\n", ""));
    }

    private static String row(Parameter parameter) {
        String fallback = parameter.fallback().isEmpty() ? "none: it must be given" : "`" + parameter.fallback() + "`";
        return "| `%s` | %s | %s |\n".formatted(parameter.name(), fallback, parameter.meaning());
    }
}
