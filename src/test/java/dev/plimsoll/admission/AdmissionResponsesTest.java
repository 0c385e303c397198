package dev.plimsoll.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.evaluation.Evaluation;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Platform;
import dev.plimsoll.policy.Finding;
import dev.plimsoll.policy.Inspections;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.ValidationAction;
import dev.plimsoll.policy.Violation;
import dev.plimsoll.workload.Namespace;
import dev.plimsoll.workload.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdmissionResponsesTest {

    private static final Workload WORKLOAD = new Workload(
            "Pod", Namespace.named("shop"), "web", Map.of(), Set.of(Platform.LINUX_AMD64), List.of(), Optional.empty());

    private static Finding finding(String container, ValidationAction... actions) {
        return new Finding(
                "baseline",
                "mutable-tag",
                Optional.of(container),
                new Violation("nginx has no tag", "pin it"),
                Set.of(actions));
    }

    private static AdmissionResponse responseTo(Finding... findings) {
        return AdmissionResponses.of(
                "uid-1", new Evaluation(WORKLOAD, Mode.ENFORCE, List.of(findings), List.of(), Inspections.NONE));
    }

    @Test
    void allowsWithoutAWordWhatHasNoFinding() {
        AdmissionResponse response = responseTo();
        assertThat(response.allowed()).isTrue();
        assertThat(response.uid()).isEqualTo("uid-1");
        assertThat(response.status()).isNull();
        assertThat(response.warnings()).isEmpty();
        assertThat(response.auditAnnotations())
                .containsEntry("verdict", "allow")
                .doesNotContainKey("findings");
    }

    @Test
    void recordsWhatIsOnlyAudited() {
        AdmissionResponse response = responseTo(finding("web", ValidationAction.AUDIT));
        assertThat(response.allowed()).isTrue();
        assertThat(response.warnings()).isEmpty();
        assertThat(response.auditAnnotations()).containsEntry("findings", "audit mutable-tag web: nginx has no tag");
    }

    @Test
    void admitsWithWarnings() {
        AdmissionResponse response = responseTo(finding("web", ValidationAction.WARN, ValidationAction.AUDIT));
        assertThat(response.allowed()).isTrue();
        assertThat(response.warnings()).containsExactly("[baseline] web: nginx has no tag; pin it");
    }

    @Test
    void warnsOfOneAdviceForEachContainerTheFirst() {
        AdmissionResponse response = responseTo(
                finding("web", ValidationAction.WARN),
                advice("web", "copy-all", ValidationAction.WARN),
                advice("web", "package-cache", ValidationAction.WARN),
                advice("job", "package-cache", ValidationAction.WARN),
                advice("job", "copy-all", ValidationAction.AUDIT));
        assertThat(response.warnings())
                .containsExactly(
                        "[baseline] web: nginx has no tag; pin it",
                        "[baseline] web: copy-all; mend it",
                        "[baseline] job: package-cache; mend it");
        assertThat(response.auditAnnotations().get("findings"))
                .contains("warn package-cache web", "audit copy-all job");
    }

    private static Finding advice(String container, String check, ValidationAction... actions) {
        return new Finding(
                "baseline",
                check,
                Optional.of(container),
                new Violation(
                        check,
                        "mend it",
                        Optional.of(new Violation.Advice(check, Optional.empty(), DataSize.ZERO, "COPY . ."))),
                Set.of(actions));
    }

    @Test
    void deniesWithCodeReasonAndMessage() {
        AdmissionResponse response = responseTo(finding("web", ValidationAction.DENY));
        assertThat(response.allowed()).isFalse();
        assertThat(response.status())
                .isEqualTo(new AdmissionResponse.Status(403, "Forbidden", "[baseline] web: nginx has no tag; pin it"));
    }

    @Test
    void saysEveryViolationOfADenialAtOnceAndWarnsOfTheRest() {
        AdmissionResponse response = responseTo(
                finding("a", ValidationAction.DENY),
                finding("b", ValidationAction.DENY),
                finding("c", ValidationAction.WARN));
        assertThat(response.status().message()).isEqualTo("""
                        2 violations:
                        - [baseline] a: nginx has no tag; pin it
                        - [baseline] b: nginx has no tag; pin it""");
        assertThat(response.warnings()).containsExactly("[baseline] c: nginx has no tag; pin it");
    }

    @Test
    void boundsTheNumberOfWarnings() {
        Finding[] many = IntStream.range(0, 40)
                .mapToObj(i -> finding("c%02d".formatted(i), ValidationAction.WARN))
                .toArray(Finding[]::new);
        List<String> warnings = responseTo(many).warnings();
        assertThat(warnings).hasSize(16).last().isEqualTo("and 25 more");
        assertThat(String.join("", warnings)).hasSizeLessThan(4_096);
    }

    @Test
    void boundsTheLengthOfAnAnnotation() {
        Finding[] many = IntStream.range(0, 200)
                .mapToObj(i -> finding("c" + i, ValidationAction.AUDIT))
                .toArray(Finding[]::new);
        assertThat(responseTo(many).auditAnnotations().get("findings"))
                .hasSizeLessThanOrEqualTo(900)
                .endsWith("…");
    }

    @Test
    void namesAnnotationsWithoutASlash() {
        assertThat(responseTo(finding("web", ValidationAction.AUDIT))
                        .auditAnnotations()
                        .keySet())
                .allMatch(key -> key.matches("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?"));
    }

    @Test
    void saysWhichExceptionExcusedWhat() {
        Evaluation.Excused excused =
                new Evaluation.Excused(finding("web", ValidationAction.DENY), "legacy-importer", "vendor image");
        AdmissionResponse response = AdmissionResponses.of(
                "uid-1", new Evaluation(WORKLOAD, Mode.ENFORCE, List.of(), List.of(excused), Inspections.NONE));
        assertThat(response.allowed()).isTrue();
        assertThat(response.auditAnnotations().get("excused")).endsWith("by legacy-importer");
    }
}
