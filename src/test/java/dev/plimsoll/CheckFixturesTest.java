package dev.plimsoll;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.policy.Finding;
import dev.plimsoll.policy.check.CheckCatalogue;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every check on real manifests, from YAML to the line that a person reads. */
class CheckFixturesTest {

    @ParameterizedTest
    @MethodSource("dev.plimsoll.CheckFixture#all")
    void whatIsFoundIsWhatIsExpected(CheckFixture fixture) {
        assertThat(fixture.findings())
                .extracting(Finding::message)
                .containsExactlyInAnyOrderElementsOf(fixture.expected());
    }

    @ParameterizedTest
    @MethodSource("dev.plimsoll.CheckFixture#all")
    void aFileThatIsToFailIsFoundByItsCheckAndNoneThatIsToPassIsFoundAtAll(CheckFixture fixture) {
        assertThat(fixture.isToPass()).isNotEqualTo(fixture.isToFail());
        assertThat(fixture.findings().stream()
                        .anyMatch(finding -> finding.check().equals(fixture.check())))
                .isEqualTo(fixture.isToFail());
        assertThat(fixture.expected().isEmpty()).isEqualTo(fixture.isToPass());
    }

    @Test
    void everyCheckHasAtLeastTwoOfEach() {
        assertThat(countByCheck(CheckFixture::isToPass))
                .containsOnlyKeys(CheckCatalogue.ids())
                .allSatisfy((check, count) -> assertThat(count).as(check).isGreaterThanOrEqualTo(2));
        assertThat(countByCheck(CheckFixture::isToFail))
                .containsOnlyKeys(CheckCatalogue.ids())
                .allSatisfy((check, count) -> assertThat(count).as(check).isGreaterThanOrEqualTo(2));
    }

    private static Map<String, Long> countByCheck(Predicate<CheckFixture> kind) {
        return CheckFixture.all().stream().filter(kind).collect(groupingBy(CheckFixture::check, counting()));
    }
}
