package dev.plimsoll.evaluation;

import static dev.plimsoll.image.ImageBuilder.anImage;
import static dev.plimsoll.policy.PolicyBuilder.aPolicy;
import static dev.plimsoll.workload.ContainerBuilder.aContainer;
import static dev.plimsoll.workload.WorkloadBuilder.aWorkload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.InspectionException.Reason;
import dev.plimsoll.policy.Check;
import dev.plimsoll.policy.Finding;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.PolicyBuilder;
import dev.plimsoll.policy.PolicySet;
import dev.plimsoll.policy.ValidationAction;
import dev.plimsoll.policy.Verdict;
import dev.plimsoll.policy.check.ImageGrowth;
import dev.plimsoll.policy.check.ImageSize;
import dev.plimsoll.policy.check.LayerCount;
import dev.plimsoll.policy.check.LayerSize;
import dev.plimsoll.policy.check.MutableTag;
import dev.plimsoll.policy.check.PlatformMismatch;
import dev.plimsoll.policy.check.PodSize;
import dev.plimsoll.policy.check.RootUser;
import dev.plimsoll.policy.check.WillNotStart;
import dev.plimsoll.workload.Container.Kind;
import dev.plimsoll.workload.ContainerBuilder;
import dev.plimsoll.workload.Workload;
import dev.plimsoll.workload.WorkloadBuilder;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** What holds for whatever workload under whatever policies. */
class EvaluatorProperties {

    private static final List<String> IMAGES = List.of(
            "nginx", "nginx:latest", "node:18", "redis:7", "gone:1", "slow:1", "NODE", "registry:5000/app", "arm:1");

    private static final List<Check> CHECKS = List.of(
            new ImageSize(DataSize.ofMebibytes(200)),
            new LayerSize(DataSize.ofMebibytes(100)),
            new LayerCount(2),
            new PodSize(DataSize.ofMebibytes(250)),
            new ImageGrowth(10, DataSize.ofMebibytes(10)),
            new MutableTag(List.of("latest"), true),
            new RootUser(false),
            new WillNotStart(),
            new PlatformMismatch());

    @Property(tries = 300)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void underModeAuditNothingIsEverDenied(@ForAll long seed) {
        Random random = new Random(seed);
        Workload workload = aRandomWorkload(random);
        PolicySet policies = someRandomPolicies(random);

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

    private static Evaluation evaluate(Mode mode, Workload workload, PolicySet policies) {
        Inspector inspector = Inspector.knowing("nginx", anImage().user("").layers(50 << 20, 60 << 20, 1))
                .and("nginx:latest", anImage().user("nginx").layers(120 << 20))
                .and("node:18", anImage().user("node").layers(353 << 20))
                .and("redis:7", anImage().user("0:0"))
                .and("registry:5000/app", anImage().user("2147483648"))
                .and("arm:1", anImage().platform("linux/arm64"))
                .failing("slow:1", Reason.TIMED_OUT);
        Clock clock = Clock.systemUTC();
        return new Evaluator(inspector, mode, clock, Runnable::run)
                .evaluate(workload, policies, Instant.now(clock).plusSeconds(5))
                .toCompletableFuture()
                .join();
    }

    private static Workload aRandomWorkload(Random random) {
        WorkloadBuilder workload = aWorkload().containers(someRandomContainers(random));
        if (random.nextBoolean()) {
            workload.replacing(aWorkload().containers(someRandomContainers(random)));
        }
        if (random.nextInt(4) == 0) {
            workload.platforms("linux/amd64", "linux/arm64");
        }
        return workload.build();
    }

    private static ContainerBuilder[] someRandomContainers(Random random) {
        List<ContainerBuilder> containers = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(4); i++) {
            containers.add(aRandomContainer(random).name("container-" + i));
        }
        return containers.toArray(ContainerBuilder[]::new);
    }

    private static ContainerBuilder aRandomContainer(Random random) {
        ContainerBuilder container = aContainer().image(any(random, IMAGES)).kind(any(random, List.of(Kind.values())));
        return switch (random.nextInt(6)) {
            case 0 -> container.runAsUser(random.nextInt(2));
            case 1 -> container.runAsNonRoot();
            case 2 -> container.runAsNonRoot().runAsUser(random.nextInt(2));
            case 3 -> container.inUserNamespace();
            case 4 -> container.onWindows();
            default -> container;
        };
    }

    private static PolicySet someRandomPolicies(Random random) {
        List<Policy> policies = new ArrayList<>();
        for (int i = 0; i < random.nextInt(4); i++) {
            policies.add(aRandomPolicy(random, "policy-" + i));
        }
        return new PolicySet(policies, List.of());
    }

    private static Policy aRandomPolicy(Random random, String name) {
        PolicyBuilder policy = aPolicy().name(name).actions(anyAction(random)).onRegistryError(anyAction(random));
        CHECKS.stream().filter(check -> random.nextInt(3) == 0).forEach(policy::check);
        CHECKS.stream().filter(check -> random.nextInt(6) == 0).forEach(it -> policy.check(it, anyAction(random)));
        return policy.build();
    }

    private static ValidationAction anyAction(Random random) {
        return any(random, List.of(ValidationAction.values()));
    }

    private static <T> T any(Random random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
