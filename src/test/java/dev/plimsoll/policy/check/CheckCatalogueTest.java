package dev.plimsoll.policy.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.policy.CheckDescription;
import dev.plimsoll.policy.CheckDescription.Parameter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CheckCatalogueTest {

    @Test
    void everyCheckIsInItOnceAndInOrder() {
        assertThat(CheckCatalogue.ids())
                .containsExactly(
                        "image-size",
                        "layer-size",
                        "layer-count",
                        "pod-size",
                        "image-growth",
                        "mutable-tag",
                        "root-user",
                        "will-not-start",
                        "platform-mismatch",
                        "invalid-reference",
                        "uninspected");
        assertThat(CheckCatalogue.all())
                .extracting(CheckDescription::id)
                .containsExactlyElementsOf(CheckCatalogue.ids());
    }

    @ParameterizedTest
    @MethodSource("dev.plimsoll.policy.check.CheckCatalogue#all")
    void everyDescriptionSaysAll(CheckDescription description) {
        assertThat(Stream.of(description.finds(), description.why(), description.mend()))
                .allSatisfy(text -> assertThat(text).endsWith(".").doesNotContain("  ", "\n"));
        assertThat(description.parameters()).extracting(Parameter::meaning).allSatisfy(meaning -> assertThat(meaning)
                .endsWith("."));
    }
}
