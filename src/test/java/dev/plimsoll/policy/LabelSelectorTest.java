package dev.plimsoll.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.policy.LabelSelector.Operator;
import dev.plimsoll.policy.LabelSelector.Requirement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelSelectorTest {

    private static final Map<String, String> NONE = Map.of();
    private static final Map<String, String> PRODUCTION = Map.of("stage", "production");
    private static final Map<String, String> TEST = Map.of("stage", "test", "team", "shop");

    @ParameterizedTest(name = "stage {0} production, staging")
    @CsvSource({
        "IN,             false, true,  false",
        "NOT_IN,         true,  false, true",
        "EXISTS,         false, true,  true",
        "DOES_NOT_EXIST, true,  false, false"
    })
    void operatorsAreThoseOfKubernetes(Operator operator, boolean none, boolean production, boolean test) {
        LabelSelector selector =
                new LabelSelector(List.of(new Requirement("stage", operator, Set.of("production", "staging"))));

        assertThat(selector.selects(NONE)).isEqualTo(none);
        assertThat(selector.selects(PRODUCTION)).isEqualTo(production);
        assertThat(selector.selects(TEST)).isEqualTo(test);
    }

    @Test
    void allRequirementsMustHold() {
        LabelSelector selector = new LabelSelector(List.of(
                new Requirement("stage", Operator.EXISTS, Set.of()),
                new Requirement("team", Operator.IN, Set.of("shop"))));

        assertThat(selector.selects(PRODUCTION)).isFalse();
        assertThat(selector.selects(TEST)).isTrue();
        assertThat(selector.keys()).containsExactlyInAnyOrder("stage", "team");
    }

    @Test
    void noRequirementChoosesAll() {
        assertThat(LabelSelector.ALL.selects(NONE)).isTrue();
        assertThat(LabelSelector.ALL.selects(TEST)).isTrue();
        assertThat(LabelSelector.ALL.keys()).isEmpty();
    }
}
