package dev.plimsoll.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import dev.plimsoll.policy.check.WillNotStart;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyTest {

    private static final Set<ValidationAction> WARN = Set.of(ValidationAction.WARN);

    @Test
    void fromAViolationOfARuleSomethingFollows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Policy.Rule(new WillNotStart(), Set.of()))
                .withMessage("at least one action must follow: Audit, Warn or Deny");
    }

    @Test
    void fromAnyViolationSomethingFollows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Policy("baseline", Match.ALL, Set.of(), WARN, true, List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Policy("baseline", Match.ALL, WARN, Set.of(), true, List.of()));
    }

    @Test
    void inspectionsTellWhatIsKnownFromWhatIsNot() {
        ImageReference node = ImageReference.parse("node:18");
        ImageReference nginx = ImageReference.parse("nginx:1");
        InspectionException failure = new InspectionException(Reason.NOT_FOUND, "no such tag");
        Inspections inspections =
                new Inspections(Known.image("node:18").inspections().found(), Map.of(nginx, failure));

        assertThat(inspections.of(node)).isPresent();
        assertThat(inspections.of(nginx)).isEmpty();
        assertThat(inspections.failureOf(nginx)).contains(failure);
        assertThat(inspections.failureOf(node)).isEmpty();
        assertThat(Inspections.NONE.of(node)).isEmpty();
    }
}
