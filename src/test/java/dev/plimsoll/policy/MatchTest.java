package dev.plimsoll.policy;

import static dev.plimsoll.workload.ContainerBuilder.aContainer;
import static dev.plimsoll.workload.WorkloadBuilder.aWorkload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.policy.LabelSelector.Operator;
import dev.plimsoll.policy.LabelSelector.Requirement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchTest {

    private static final LabelSelector ENFORCED =
            new LabelSelector(List.of(new Requirement("enforce", Operator.IN, Set.of("true"))));

    @Test
    void aWorkloadIsSelectedByItsNamespacesLabels() {
        Match match = new Match(ENFORCED, LabelSelector.ALL, Match.ALL.images(), List.of());

        assertThat(match.selects(aWorkload().build())).isFalse();
        assertThat(match.selects(aWorkload().labels(Map.of("enforce", "true")).build()))
                .isFalse();
        assertThat(match.selects(
                        aWorkload().namespace("shop", Map.of("enforce", "true")).build()))
                .isTrue();
    }

    @Test
    void aNamespaceHasItsNameAsALabel() {
        LabelSelector shop =
                new LabelSelector(List.of(new Requirement("kubernetes.io/metadata.name", Operator.IN, Set.of("shop"))));
        Match match = new Match(shop, LabelSelector.ALL, Match.ALL.images(), List.of());

        assertThat(match.selects(aWorkload().build())).isTrue();
        assertThat(match.selects(aWorkload().namespace("till", Map.of()).build()))
                .isFalse();
    }

    @Test
    void aWorkloadIsSelectedByItsOwnLabels() {
        Match match = new Match(LabelSelector.ALL, ENFORCED, Match.ALL.images(), List.of());

        assertThat(match.selects(aWorkload().labels(Map.of("enforce", "true")).build()))
                .isTrue();
        assertThat(match.selects(
                        aWorkload().namespace("shop", Map.of("enforce", "true")).build()))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "registry.corp/shop/web:1,    true",
        "registry.corp/shop/legacy:1, false",
        "registry.corp/till/web:1,    true",
        "registry.corp/base:1,        false",
        "nginx,                       false"
    })
    void aContainerIsSelectedByItsImage(String image, boolean selected) {
        Match match = new Match(
                LabelSelector.ALL,
                LabelSelector.ALL,
                List.of(new ImagePattern("registry.corp/shop/*"), new ImagePattern("registry.corp/till/*")),
                List.of(new ImagePattern("**/legacy")));

        assertThat(match.selects(aContainer().image(image).build())).isEqualTo(selected);
    }

    @Test
    void whatCannotBeReadDoesNotSlipThrough() {
        Match nothing = new Match(LabelSelector.ALL, LabelSelector.ALL, List.of(), List.of(new ImagePattern("**")));

        assertThat(nothing.selects(aContainer().image("NODE").build())).isTrue();
        assertThat(nothing.selects(aContainer().build())).isFalse();
        assertThat(Match.ALL.selects(aContainer().build())).isTrue();
    }
}
