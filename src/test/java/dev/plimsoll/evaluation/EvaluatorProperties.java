package dev.plimsoll.evaluation;

import static dev.plimsoll.evaluation.RandomCases.aRandomException;
import static dev.plimsoll.evaluation.RandomCases.aRandomPolicy;
import static dev.plimsoll.evaluation.RandomCases.aRandomWorkload;
import static dev.plimsoll.evaluation.RandomCases.exception;
import static dev.plimsoll.evaluation.RandomCases.someRandomPolicies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plimsoll.policy.Finding;
import dev.plimsoll.policy.ImageException;
import dev.plimsoll.policy.ImagePattern;
import dev.plimsoll.policy.LabelSelector;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.PolicySet;
import dev.plimsoll.policy.ValidationAction;
import dev.plimsoll.policy.Verdict;
import dev.plimsoll.workload.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** What holds for whatever workload under whatever policies. */
class EvaluatorProperties {

    @Property(tries = 300)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void underModeAuditNothingIsEverDenied(@ForAll long seed) {
        Random random = new Random(seed);
        Workload workload = aRandomWorkload(random);
        PolicySet policies = new PolicySet(someRandomPolicies(random).policies(), List.of(aRandomException(random)));

        Evaluation audited = evaluate(Mode.AUDIT, workload, policies);

        Statistics.collect(evaluate(Mode.ENFORCE, workload, policies).verdict());
        Statistics.coverage(verdicts -> verdicts.check(Verdict.DENY).percentage(share -> share > 10));
        assertThat(audited.verdict()).isNotEqualTo(Verdict.DENY);
        assertThat(audited.findings()).noneMatch(finding -> finding.has(ValidationAction.DENY));
    }

    @Property(tries = 300)
    void modeChangesTheConsequencesAndNotWhatIsFound(@ForAll long seed) {
        Random random = new Random(seed);
        Workload workload = aRandomWorkload(random);
        PolicySet one = new PolicySet(List.of(aRandomPolicy(random, "only")), List.of());

        assertThat(evaluate(Mode.AUDIT, workload, one).findings())
                .extracting(Finding::check, Finding::container)
                .containsExactlyInAnyOrderElementsOf(evaluate(Mode.ENFORCE, workload, one).findings().stream()
                        .map(finding -> tuple(finding.check(), finding.container()))
                        .toList());
    }

    @Property(tries = 300)
    void oneMorePolicyNeverMakesTheVerdictMilder(@ForAll long seed) {
        Random random = new Random(seed);
        Workload workload = aRandomWorkload(random);
        PolicySet some = someRandomPolicies(random);
        PolicySet more = new PolicySet(
                Stream.concat(some.policies().stream(), Stream.of(aRandomPolicy(random, "more")))
                        .toList(),
                List.of());

        assertThat(evaluate(Mode.ENFORCE, workload, more).verdict())
                .isGreaterThanOrEqualTo(evaluate(Mode.ENFORCE, workload, some).verdict());
    }

    @Property(tries = 300)
    void everyMessageIsOneLineThatTheApiServerShows(@ForAll long seed) {
        Random random = new Random(seed);

        assertThat(evaluate(Mode.ENFORCE, aRandomWorkload(random), someRandomPolicies(random))
                        .findings())
                .extracting(Finding::message)
                .allSatisfy(message -> assertThat(message)
                        .hasSizeBetween(1, 256)
                        .doesNotContain("\n", "\t", "%s", "%d", "%%", "null", "Optional")
                        .startsWith("["));
    }

    @Property(tries = 300)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void anExceptionThatIsNotForThisChangesNothing(@ForAll long seed) {
        Random random = new Random(seed);
        Workload workload = aRandomWorkload(random);
        PolicySet without = someRandomPolicies(random);
        Evaluation expected = evaluate(Mode.ENFORCE, workload, without);
        ImageException inForce = aRandomException(random);

        Statistics.collect(expected.findings().isEmpty());
        Statistics.coverage(nothingFound -> nothingFound.check(false).percentage(share -> share > 30));
        for (ImageException exception : notForThis(inForce)) {
            PolicySet with = new PolicySet(without.policies(), List.of(exception));
            Evaluation excusing = evaluate(Mode.ENFORCE, workload, with);
            assertThat(excusing.findings()).as("%s", exception).isEqualTo(expected.findings());
            assertThat(excusing.excused()).as("%s", exception).isEmpty();
        }
    }

    /** Ended, of another namespace, for another object, for other checks, for other images. */
    private static List<ImageException> notForThis(ImageException it) {
        LabelSelector others = new LabelSelector(
                List.of(new LabelSelector.Requirement("other", LabelSelector.Operator.EXISTS, Set.of())));
        List<ImagePattern> elsewhere = List.of(new ImagePattern("elsewhere.example/**"));
        return List.of(
                exception("shop", it.images(), it.objects(), it.checks(), Optional.of(RandomCases.NOW)),
                exception("shop", it.images(), it.objects(), it.checks(), Optional.of(Instant.EPOCH)),
                exception("shop2", it.images(), it.objects(), it.checks(), it.expiresAt()),
                exception("shop", it.images(), others, it.checks(), it.expiresAt()),
                exception("shop", it.images(), it.objects(), Set.of("no-such-check"), it.expiresAt()),
                exception("shop", elsewhere, it.objects(), it.checks(), it.expiresAt()));
    }

    /** All that it is for, and nothing else. */
    @Property(tries = 300)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void anExceptionInForceOnlyMovesFindingsToTheExcused(@ForAll long seed) {
        Random random = new Random(seed);
        Workload workload = aRandomWorkload(random);
        PolicySet without = new PolicySet(List.of(aRandomPolicy(random, "only")), List.of());
        ImageException exception = aRandomException(random);
        PolicySet with = new PolicySet(without.policies(), List.of(exception));

        Evaluation excusing = evaluate(Mode.ENFORCE, workload, with);

        Statistics.collect(excusing.excused().isEmpty());
        Statistics.coverage(nothingExcused -> nothingExcused.check(false).percentage(share -> share > 10));
        assertThat(excusing.excused()).allSatisfy(excused -> {
            assertThat(exception.checks()).contains(excused.finding().check());
            assertThat(excused.exception()).isEqualTo(exception.name());
        });
        assertThat(Stream.concat(
                        excusing.findings().stream(),
                        excusing.excused().stream().map(Evaluation.Excused::finding)))
                .containsExactlyInAnyOrderElementsOf(
                        evaluate(Mode.ENFORCE, workload, without).findings());
    }

    @Property(tries = 300)
    void aPolicyThatAllowsNoExceptionsTakesNone(@ForAll long seed) {
        Random random = new Random(seed);
        Workload workload = aRandomWorkload(random);
        Policy it = aRandomPolicy(random, "strict");
        Policy strict = new Policy(it.name(), it.match(), it.actions(), it.onRegistryError(), false, it.rules());

        assertThat(evaluate(Mode.ENFORCE, workload, new PolicySet(List.of(strict), List.of(aRandomException(random))))
                        .excused())
                .isEmpty();
    }

    private static Evaluation evaluate(Mode mode, Workload workload, PolicySet policies) {
        return RandomCases.evaluator(mode)
                .evaluate(workload, policies, RandomCases.NOW.plusSeconds(5))
                .toCompletableFuture()
                .join();
    }
}
