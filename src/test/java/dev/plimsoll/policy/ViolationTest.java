package dev.plimsoll.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.DataSize;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ViolationTest {

    private static final String INSTRUCTION = "apt-get update && apt-get install -y nginx vim curl wget gi…";

    private static Violation advice(String instruction) {
        return new Violation(
                instruction + " (153 MiB compressed) leaves apt's package lists",
                "add rm -rf /var/lib/apt/lists/* to the same RUN",
                Optional.of(new Violation.Advice(
                        "package-cache", Optional.empty(), DataSize.ofMebibytes(153), instruction)));
    }

    @Test
    void theInstructionGivesWayWhereALineWouldBeTooLong() {
        Finding finding = new Finding(
                "p", "package-cache", Optional.of("web"), advice(INSTRUCTION), Set.of(ValidationAction.WARN));

        assertThat(finding.message())
                .isEqualTo("[p] web: apt-get update && apt-g… (153 MiB compressed) leaves apt's package lists; "
                        + "add rm -rf /var/lib/apt/lists/* to the same RUN");
    }

    @Test
    void itGivesWayNoFurtherThanItHasTo() {
        Violation violation = advice(INSTRUCTION);

        assertThat(violation.fitting(150)).hasSize(150).startsWith("apt-get update && apt-get install -y");
        assertThat(violation.fitting(1_000)).isEqualTo(violation.toString());
    }

    @Test
    void whatCitesNoInstructionStaysAsItIs() {
        Violation violation = new Violation("p".repeat(200), "mend it");

        assertThat(violation.fitting(120)).isEqualTo(violation.toString());
        assertThat(advice("npm ci").fitting(20)).isEqualTo(advice("npm ci").toString());
    }
}
