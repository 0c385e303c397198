package dev.plimsoll.advice;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.GeneratedFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/advice.md says what the checks of the build history say of themselves, with examples that hold. */
class AdviceDocumentTest {

    private static final String INTRODUCTION = """
            # Advice

            <!-- Generated from the checks themselves by `make generate`. -->

            What made an image large is written down in it: the history in its config says which instruction made which layer.
            From that, advice says what to do instead. Only instructions of the image's own are looked at, never those of its
            base; where the base ends is told by annotations, by its layers, or by the history's shape, and where that leaves a
            doubt, an instruction counts as the base's.

            A policy asks for it with

            ```yaml
            checks:
              advice: {validationActions: [Warn, Audit], disabled: [unpinned-packages]}
            ```

            Without `validationActions` it is only recorded, whatever the policy's own actions are. As a warning, each container
            gets the one line that is about most bytes. `disabled` and an exception's `checks` call advice by its id.

            Each advice names the instruction and its layer's compressed size, which is measured. How much less it would be without
            the fault is not known from the outside; for a slimmer base it is, and is said: bases are recognised and their slimmer
            variants measured in the background, so that `large-base` is found from the second review of an image on.
            `plimsoll inspect IMAGE` shows the same at once, with all the layers ([cli.md](cli.md#inspect)).

            """;

    /** It needs two images of a registry, not a Dockerfile. */
    private static final String LARGE_BASE = "large-base";

    static Stream<AdviceDescription> examples() {
        return AdviceCatalogue.all().stream().filter(it -> !it.id().equals(LARGE_BASE));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theExampleBeforeHasTheFaultAndTheOneAfterHasNot(AdviceDescription description) {
        assertThat(AdviceTablesTest.found(description.before())).contains(description.id());
        assertThat(AdviceTablesTest.found(description.after())).doesNotContain(description.id());
    }

    @ParameterizedTest
    @MethodSource("dev.plimsoll.advice.AdviceCatalogue#all")
    void everyDescriptionSaysAll(AdviceDescription description) {
        assertThat(Stream.of(description.finds(), description.why()))
                .allSatisfy(text -> assertThat(text).endsWith(".").doesNotContain("  ", "\n"));
        assertThat(description.ignore()).matches("(?s)When .*[.)]").doesNotContain("  ", "\n");
        assertThat(description.before()).endsWith("\n");
        assertThat(description.after()).endsWith("\n");
    }

    @Test
    @Tag("generates")
    void itIsInOrder() {
        GeneratedFile.at("docs/advice.md").mustEqual(INTRODUCTION + overview() + sections());
    }

    private static String overview() {
        return AdviceCatalogue.all().stream()
                .map(it -> "| [`%s`](#%s) | %s |\n".formatted(it.id(), it.id(), it.finds()))
                .collect(joining("", "| id | finds |\n|---|---|\n", "\n"));
    }

    private static String sections() {
        return AdviceCatalogue.all().stream().map(AdviceDocumentTest::section).collect(joining("\n"));
    }

    private static String section(AdviceDescription it) {
        return """
                ## %s

                %s

                **Why.** %s

                **Before**

                ```dockerfile
                %s```

                **After**

                ```dockerfile
                %s```

                **When to ignore it.** %s
                """.formatted(it.id(), it.finds(), it.why(), it.before(), it.after(), it.ignore());
    }
}
