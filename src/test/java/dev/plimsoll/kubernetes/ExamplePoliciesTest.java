package dev.plimsoll.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.ValidationAction;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExamplePoliciesTest {

    @Test
    void theExamplesAreValid() {
        PolicyFiles.Result result = PolicyFiles.read(Path.of("examples/policies"));

        assertThat(result.problems()).isEmpty();
        assertThat(result.policies().policies())
                .extracting(Policy::name)
                .containsExactly("baseline", "enforced", "strict-sizes");
        assertThat(result.policies().exceptions()).hasSize(2);
    }

    @Test
    void theBuiltInPolicyDeniesNothing() {
        Policy baseline = PolicyFiles.builtIn().policies().get(0);

        assertThat(baseline.name()).isEqualTo("baseline");
        assertThat(baseline.rules()).hasSize(6).allSatisfy(rule -> assertThat(rule.actions())
                .isEqualTo(Set.of(ValidationAction.WARN, ValidationAction.AUDIT)));
        assertThat(baseline.onRegistryError()).doesNotContain(ValidationAction.DENY);
    }
}
