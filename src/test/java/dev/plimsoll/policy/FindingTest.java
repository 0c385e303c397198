package dev.plimsoll.policy;

import static dev.plimsoll.policy.ValidationAction.AUDIT;
import static dev.plimsoll.policy.ValidationAction.DENY;
import static dev.plimsoll.policy.ValidationAction.WARN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FindingTest {

    private static final Violation LARGE = new Violation("node:18 is 353 MiB compressed, over 200 MiB", "slim it");

    @Test
    void itIsALineThatNamesPolicyAndContainer() {
        assertThat(finding("baseline", Optional.of("web"), LARGE, WARN).message())
                .isEqualTo("[baseline] web: node:18 is 353 MiB compressed, over 200 MiB; slim it");
    }

    @Test
    void withoutContainerOrRemedyThatPartIsMissing() {
        Violation bare = new Violation("all images together are 3 GiB", "");

        assertThat(finding("baseline", Optional.empty(), bare, WARN).message())
                .isEqualTo("[baseline] all images together are 3 GiB");
    }

    @Test
    void theLineIsSafeAndAtMostAsLongAsTheApiServerShows() {
        String message = finding("baseline", Optional.of("web"), new Violation("a\nb" + "x".repeat(300), ""), WARN)
                .message();

        assertThat(message).hasSize(256).startsWith("[baseline] web: a\uFFFDbx").endsWith("x…");
    }

    @Test
    void itsStrongestActionSpeaks() {
        Finding finding = new Finding("baseline", "image-size", Optional.empty(), LARGE, Set.of(AUDIT, WARN));

        assertThat(finding.strongestAction()).isEqualTo(WARN);
        assertThat(finding.has(AUDIT)).isTrue();
        assertThat(finding.has(WARN)).isTrue();
        assertThat(finding.has(DENY)).isFalse();
    }

    @Test
    void theWorstComesFirstAndTheOrderIsStable() {
        Finding denied = new Finding("z", "z", Optional.of("z"), LARGE, Set.of(DENY, AUDIT));
        Finding whole = new Finding("z", "z", Optional.empty(), LARGE, Set.of(WARN));
        Finding firstContainer = new Finding("z", "z", Optional.of("a"), LARGE, Set.of(WARN));
        Finding firstCheck = new Finding("z", "a", Optional.of("b"), LARGE, Set.of(WARN));
        Finding firstPolicy = new Finding("a", "z", Optional.of("b"), LARGE, Set.of(WARN));
        Finding secondPolicy = new Finding("z", "z", Optional.of("b"), LARGE, Set.of(WARN));
        Finding audited = new Finding("a", "a", Optional.of("a"), LARGE, Set.of(AUDIT));

        assertThat(Stream.of(audited, secondPolicy, firstPolicy, firstCheck, firstContainer, whole, denied)
                        .sorted(Finding.WORST_FIRST))
                .containsExactly(denied, whole, firstContainer, firstCheck, firstPolicy, secondPolicy, audited);
    }

    @Test
    void fromAFindingSomethingFollows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Finding("baseline", "image-size", Optional.empty(), LARGE, Set.of()));
    }

    private static Finding finding(
            String policy, Optional<String> container, Violation violation, ValidationAction action) {
        return new Finding(policy, "image-size", container, violation, Set.of(action));
    }
}
