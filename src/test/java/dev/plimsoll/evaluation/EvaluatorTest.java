package dev.plimsoll.evaluation;

import static dev.plimsoll.image.ImageBuilder.anImage;
import static dev.plimsoll.policy.PolicyBuilder.aPolicy;
import static dev.plimsoll.policy.ValidationAction.AUDIT;
import static dev.plimsoll.policy.ValidationAction.DENY;
import static dev.plimsoll.policy.ValidationAction.WARN;
import static dev.plimsoll.workload.ContainerBuilder.aContainer;
import static dev.plimsoll.workload.WorkloadBuilder.aWorkload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import dev.plimsoll.image.Platform;
import dev.plimsoll.policy.Finding;
import dev.plimsoll.policy.ImageException;
import dev.plimsoll.policy.ImagePattern;
import dev.plimsoll.policy.Known;
import dev.plimsoll.policy.LabelSelector;
import dev.plimsoll.policy.Match;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.PolicyBuilder;
import dev.plimsoll.policy.PolicySet;
import dev.plimsoll.policy.ValidationAction;
import dev.plimsoll.policy.Verdict;
import dev.plimsoll.policy.check.ImageGrowth;
import dev.plimsoll.policy.check.ImageSize;
import dev.plimsoll.policy.check.MutableTag;
import dev.plimsoll.policy.check.PodSize;
import dev.plimsoll.policy.check.RootUser;
import dev.plimsoll.workload.Container.Kind;
import dev.plimsoll.workload.WorkloadBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class EvaluatorTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Duration LONG = Duration.ofSeconds(20);

    private static final ImageSize SMALL = new ImageSize(DataSize.ofMebibytes(200));
    private static final MutableTag TAGGED = new MutableTag(List.of("latest"), false);
    private static final RootUser NOT_ROOT = new RootUser(true);
    private static final PodSize SMALL_POD = new PodSize(DataSize.ofMebibytes(200));

    private final Inspector inspector = new Inspector();

    @Nested
    class Actions {

        @ParameterizedTest
        @CsvSource({"AUDIT, ALLOW", "WARN, WARN", "DENY, DENY"})
        void aViolationHasTheConsequenceThatThePolicyNames(ValidationAction action, Verdict verdict) {
            Evaluation evaluation = judge(untagged(), aPolicy().actions(action).check(TAGGED));

            assertThat(evaluation.verdict()).isEqualTo(verdict);
            assertThat(evaluation.findings())
                    .extracting(Finding::message)
                    .containsExactly("[baseline] web: nginx has no tag, so it means latest; pin a version or a digest");
            assertThat(evaluation.findingsWith(action)).hasSize(1);
        }

        @Test
        void withoutViolationTheVerdictIsAllow() {
            Evaluation evaluation = judge(aWorkload(), aPolicy().actions(DENY).check(TAGGED));

            assertThat(evaluation.verdict()).isEqualTo(Verdict.ALLOW);
            assertThat(evaluation.findings()).isEmpty();
            assertThat(evaluation.workload()).isEqualTo(aWorkload().build());
        }

        @Test
        void aCheckCanHaveActionsOfItsOwn() {
            Evaluation evaluation = judge(
                    untagged().containers(aContainer().image("nginx").runAsUser(0)),
                    aPolicy().actions(DENY).check(TAGGED, AUDIT).check(NOT_ROOT));

            assertThat(evaluation.findings()).extracting(Finding::check).containsExactly("root-user", "mutable-tag");
            assertThat(evaluation.findingsWith(DENY)).extracting(Finding::check).containsExactly("root-user");
            assertThat(evaluation.findingsWith(AUDIT))
                    .extracting(Finding::check)
                    .containsExactly("mutable-tag");
            assertThat(evaluation.findingsWith(WARN)).isEmpty();
        }

        @Test
        void everyViolationOfEveryContainerIsTold() {
            Evaluation evaluation = judge(
                    aWorkload()
                            .containers(
                                    aContainer().name("init").kind(Kind.INIT).image("busybox"),
                                    aContainer().name("web").image("nginx").runAsUser(0),
                                    aContainer()
                                            .name("files")
                                            .kind(Kind.IMAGE_VOLUME)
                                            .image("data")),
                    aPolicy().actions(DENY).check(TAGGED).check(NOT_ROOT));

            assertThat(evaluation.findings())
                    .extracting(finding -> finding.container().orElseThrow() + " " + finding.check())
                    .containsExactly(
                            "files mutable-tag",
                            "init mutable-tag",
                            "web mutable-tag",
                            "web root-user",
                            "init uninspected");
        }

        @Test
        void ofSeveralPoliciesTheStrongestActionWins() {
            Evaluation evaluation = judge(
                    untagged(),
                    aPolicy().name("watching").actions(AUDIT).check(TAGGED),
                    aPolicy().name("enforced").actions(DENY).check(TAGGED),
                    aPolicy().name("baseline").actions(WARN).check(TAGGED));

            assertThat(evaluation.findings()).extracting(Finding::policy).containsExactly("enforced");
            assertThat(evaluation.verdict()).isEqualTo(Verdict.DENY);
        }

        @Test
        void amongEqualPoliciesTheFirstSpeaks() {
            Evaluation evaluation = judge(
                    untagged(),
                    aPolicy().name("first").check(TAGGED),
                    aPolicy().name("second").check(TAGGED));

            assertThat(evaluation.findings()).extracting(Finding::policy).containsExactly("first");
        }

        @Test
        void aPolicyThatNamesACheckTwiceIsAsStrongAsItsStrongestRule() {
            Evaluation evaluation = judge(
                    untagged(),
                    aPolicy().name("twice").check(TAGGED, AUDIT).check(TAGGED, DENY),
                    aPolicy().name("baseline").check(TAGGED, WARN));

            assertThat(evaluation.verdict()).isEqualTo(Verdict.DENY);
            assertThat(evaluation.findings()).extracting(Finding::policy).containsOnly("twice");
        }

        @Test
        void policiesThatFindDifferentThingsAllSpeak() {
            Evaluation evaluation = judge(
                    aWorkload().containers(aContainer().image("nginx").runAsUser(0)),
                    aPolicy().name("tags").actions(DENY).check(TAGGED),
                    aPolicy().name("users").check(NOT_ROOT));

            assertThat(evaluation.findings()).extracting(Finding::policy).containsExactly("tags", "users");
        }

        @Test
        void aPolicySpeaksOnlyOfWhatItMatches() {
            Match legacy = new Match(
                    LabelSelector.ALL, LabelSelector.ALL, List.of(new ImagePattern("docker.io/legacy/*")), List.of());
            Match elsewhere = new Match(
                    new LabelSelector(
                            List.of(new LabelSelector.Requirement("enforce", LabelSelector.Operator.EXISTS, Set.of()))),
                    LabelSelector.ALL,
                    Match.ALL.images(),
                    List.of());

            assertThat(judge(untagged(), aPolicy().match(legacy).check(TAGGED)).findings())
                    .isEmpty();
            assertThat(judge(untagged(), aPolicy().match(elsewhere).check(TAGGED))
                            .findings())
                    .isEmpty();
            assertThat(judge(
                                    untagged().namespace("shop", Map.of("enforce", "")),
                                    aPolicy().match(elsewhere).check(TAGGED))
                            .findings())
                    .hasSize(1);
        }

        @Test
        void underModeAuditADenyIsAWarning() {
            Evaluation evaluation = evaluate(
                    Mode.AUDIT,
                    untagged(),
                    policies(aPolicy().actions(DENY, AUDIT).check(TAGGED)));

            assertThat(evaluation.mode()).isEqualTo(Mode.AUDIT);
            assertThat(evaluation.verdict()).isEqualTo(Verdict.WARN);
            assertThat(evaluation.findings()).singleElement().satisfies(finding -> assertThat(finding.actions())
                    .containsExactlyInAnyOrder(WARN, AUDIT));
        }
    }

    @Nested
    class Updates {

        @Test
        void whatAnUpdateLeavesAloneIsNotJudgedAgain() {
            Evaluation evaluation = judge(
                    untagged().labels(Map.of("scaled", "true")).replacing(untagged()),
                    aPolicy().actions(DENY).check(TAGGED).check(SMALL).check(SMALL_POD));

            assertThat(evaluation.findings()).isEmpty();
            assertThat(inspector.asked).isEmpty();
        }

        @Test
        void aNewImageIsJudged() {
            assertThat(judge(untagged().replacing(aWorkload()), aPolicy().check(TAGGED))
                            .findings())
                    .hasSize(1);
        }

        @Test
        void aNewSecurityContextIsJudged() {
            WorkloadBuilder root = aWorkload().containers(aContainer().runAsUser(0));

            assertThat(judge(root.replacing(aWorkload()), aPolicy().check(NOT_ROOT))
                            .findings())
                    .hasSize(1);
        }

        @Test
        void onlyTheContainersThatChangedAreJudged() {
            WorkloadBuilder before = aWorkload()
                    .containers(
                            aContainer().name("old").image("nginx"),
                            aContainer().name("gone").image("redis"));
            WorkloadBuilder after = aWorkload()
                    .containers(
                            aContainer().name("old").image("nginx"),
                            aContainer().name("old").kind(Kind.EPHEMERAL).image("nginx"),
                            aContainer().name("new").image("nginx"));

            assertThat(judge(after.replacing(before), aPolicy().check(TAGGED)).findings())
                    .extracting(finding -> finding.container().orElseThrow())
                    .containsExactly("new", "old");
        }

        @Test
        void thePodsSizeIsThatOfAllItsContainers() {
            inspector
                    .and("node:18", anImage().mebibytes(150))
                    .and("redis:7", anImage().mebibytes(100));
            WorkloadBuilder after = aWorkload()
                    .containers(aContainer(), aContainer().name("cache").image("redis:7"));

            Evaluation evaluation =
                    judge(after.replacing(aWorkload()), aPolicy().check(SMALL_POD));

            assertThat(evaluation.findings())
                    .extracting(Finding::message)
                    .containsExactly("[baseline] all images together are 250 MiB compressed, over 200 MiB; "
                            + "slim the largest, or share a base image");
            assertThat(inspector.asked)
                    .containsExactlyInAnyOrder(ImageReference.parse("node:18"), ImageReference.parse("redis:7"));
        }

        @Test
        void growthIsJudgedOnlyWhereTheReplacedImageIsKnown() {
            ImageGrowth growth = new ImageGrowth(10, DataSize.ZERO);
            WorkloadBuilder update =
                    aWorkload().containers(aContainer().image("node:20")).replacing(aWorkload());
            inspector.and("node:20", anImage().mebibytes(200));

            assertThat(judge(update, aPolicy().check(growth)).findings()).isEmpty();

            inspector.and("node:18", anImage().mebibytes(100));
            assertThat(judge(update, aPolicy().check(growth)).findings())
                    .extracting(Finding::check)
                    .containsExactly("image-growth");
        }
    }

    @Nested
    class LookUps {

        @Test
        void nothingIsLookedUpThatNoCheckNeeds() {
            Evaluation evaluation = judge(
                    aWorkload().containers(aContainer().runAsUser(1000)),
                    aPolicy().check(TAGGED).check(NOT_ROOT));

            assertThat(inspector.asked).isEmpty();
            assertThat(evaluation.inspections().found()).isEmpty();
        }

        @Test
        void nothingIsLookedUpForAPolicyThatDoesNotMatch() {
            Match others = new Match(
                    LabelSelector.ALL, LabelSelector.ALL, Match.ALL.images(), List.of(new ImagePattern("**/node")));

            judge(aWorkload(), aPolicy().match(others).check(SMALL));

            assertThat(inspector.asked).isEmpty();
        }

        @Test
        void eachImageIsLookedUpOnceForThePodsPlatforms() {
            inspector.and("node:18", anImage().mebibytes(10));
            Evaluation evaluation = judge(
                    aWorkload()
                            .platforms("linux/arm64", "linux/amd64")
                            .containers(aContainer().name("one"), aContainer().name("two")),
                    aPolicy().name("a").check(SMALL).check(NOT_ROOT).check(SMALL_POD),
                    aPolicy().name("b").check(SMALL));

            assertThat(inspector.asked).containsExactly(ImageReference.parse("node:18"));
            assertThat(inspector.askedFor)
                    .containsExactly(Set.of(Platform.LINUX_AMD64, new Platform("linux", "arm64")));
            assertThat(evaluation.inspections().of(ImageReference.parse("node:18")))
                    .isPresent();
        }

        @Test
        void forThePodsSizeEveryImageIsLookedUp() {
            judge(
                    aWorkload()
                            .containers(
                                    aContainer().name("app").image("app:1"),
                                    aContainer().name("proxy").image("proxy:1").kind(Kind.INIT),
                                    aContainer().name("debug").image("app:1").kind(Kind.EPHEMERAL),
                                    aContainer().name("none").image("NODE")),
                    aPolicy().check(SMALL_POD));

            assertThat(inspector.asked)
                    .containsExactlyInAnyOrder(ImageReference.parse("app:1"), ImageReference.parse("proxy:1"));
        }

        @Test
        void whatIsKnownIsJudgedAtOnceOnTheCallersThread() {
            List<Thread> judges = new ArrayList<>();
            Evaluator evaluator =
                    new Evaluator(Inspector.knowing("node:18", anImage().mebibytes(201)), Mode.ENFORCE, CLOCK, task -> {
                        judges.add(Thread.currentThread());
                        task.run();
                    });

            CompletableFuture<Evaluation> answer = evaluator
                    .evaluate(aWorkload().build(), policies(aPolicy().check(SMALL)), NOW.plus(LONG))
                    .toCompletableFuture();

            assertThat(answer).isDone();
            assertThat(answer.join().findings()).hasSize(1);
            assertThat(judges).as("no other thread was asked for").isEmpty();
        }

        @Test
        void whatHasToBeWaitedForDoesNotKeepTheCaller() {
            CompletableFuture<Inspection> late = new CompletableFuture<>();
            List<Runnable> handedOver = new ArrayList<>();
            Evaluator evaluator =
                    new Evaluator(inspector.answering("node:18", late), Mode.ENFORCE, CLOCK, handedOver::add);

            CompletableFuture<Evaluation> answer = evaluator
                    .evaluate(aWorkload().build(), policies(aPolicy().check(SMALL)), NOW.plus(LONG))
                    .toCompletableFuture();
            assertThat(answer).isNotDone();

            late.complete(known(anImage().mebibytes(201).build()));
            assertThat(answer)
                    .as("the thread that brings the image does not judge")
                    .isNotDone();
            assertThat(handedOver).hasSize(1);

            handedOver.get(0).run();
            assertThat(answer.join().findings()).extracting(Finding::check).containsExactly("image-size");
        }

        @Test
        void allImagesAreLookedUpAtTheSameTime() {
            inspector.answering("node:18", new CompletableFuture<>()).answering("redis:7", new CompletableFuture<>());
            WorkloadBuilder two = aWorkload()
                    .containers(aContainer(), aContainer().name("cache").image("redis:7"));

            new Evaluator(inspector, Mode.ENFORCE, CLOCK, Runnable::run)
                    .evaluate(two.build(), policies(aPolicy().check(SMALL)), NOW.plus(LONG));

            assertThat(inspector.asked)
                    .containsExactlyInAnyOrder(ImageReference.parse("node:18"), ImageReference.parse("redis:7"));
        }

        private static Inspection known(Image image) {
            return new Inspection(image.digest(), List.of(image), Set.of());
        }
    }

    @Nested
    class Failures {

        @ParameterizedTest
        @EnumSource(Reason.class)
        void anImageThatCannotBeInspectedIsAFindingWithItsReason(Reason reason) {
            inspector.failing("node:18", reason);

            assertThat(judge(aWorkload(), aPolicy().actions(DENY).check(SMALL)).findings())
                    .extracting(Finding::message)
                    .containsExactly("[baseline] web: could not look at node:18 (" + reason.id()
                            + ": the registry said so); admitted unchecked");
        }

        @ParameterizedTest
        @CsvSource({
            "AUDIT, ENFORCE, ALLOW, admitted unchecked",
            "WARN,  ENFORCE, WARN,  admitted unchecked",
            "DENY,  ENFORCE, DENY,  'refused, for the policy wants it checked'",
            "DENY,  AUDIT,   WARN,  admitted unchecked"
        })
        void onRegistryErrorSaysWhatFollows(ValidationAction action, Mode mode, Verdict verdict, String remedy) {
            inspector.failing("node:18", Reason.UNAVAILABLE);
            Evaluation evaluation = evaluate(
                    mode,
                    aWorkload(),
                    policies(aPolicy().onRegistryError(action).check(SMALL)));

            assertThat(evaluation.verdict()).isEqualTo(verdict);
            assertThat(evaluation.findings()).singleElement().satisfies(finding -> assertThat(
                            finding.violation().remedy())
                    .isEqualTo(remedy));
        }

        @Test
        void checksThatNeedNoRegistryStillSpeak() {
            inspector.failing("nginx", Reason.UNAVAILABLE);

            assertThat(judge(untagged(), aPolicy().check(SMALL).check(NOT_ROOT).check(TAGGED))
                            .findings())
                    .extracting(Finding::check)
                    .containsExactly("mutable-tag", "uninspected");
        }

        @Test
        void oneImagesFailureDoesNotTouchAnother() {
            inspector
                    .failing("node:18", Reason.UNAVAILABLE)
                    .and("redis:7", anImage().mebibytes(201));

            assertThat(judge(
                                    aWorkload()
                                            .containers(
                                                    aContainer(),
                                                    aContainer().name("cache").image("redis:7")),
                                    aPolicy().check(SMALL))
                            .findings())
                    .extracting(finding -> finding.container().orElseThrow() + " " + finding.check())
                    .containsExactly("cache image-size", "web uninspected");
        }

        @Test
        void aLongReasonDoesNotPushTheConsequenceOutOfTheMessage() {
            String image = "registry.corp/" + "a/".repeat(60) + "app:1";
            inspector.answering(
                    image,
                    CompletableFuture.failedFuture(
                            new InspectionException(Reason.UNSUPPORTED, "x".repeat(1000) + "\n")));

            assertThat(judge(
                                    aWorkload().containers(aContainer().image(image)),
                                    aPolicy().check(SMALL))
                            .findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.message())
                            .hasSizeLessThanOrEqualTo(256)
                            .endsWith("x…); admitted unchecked"));
        }

        @Test
        void anUnexpectedFailureIsUnavailableAndKeepsItsTextToItself() {
            assertThat(Stream.of(
                            new IllegalStateException("password=hunter2"),
                            new CancellationException("password=hunter2"),
                            new CompletionException(new IllegalStateException("password=hunter2"))))
                    .allSatisfy(failure -> {
                        inspector.answering("node:18", CompletableFuture.failedFuture(failure));
                        assertThat(judge(aWorkload(), aPolicy().check(SMALL)).findings())
                                .extracting(Finding::message)
                                .containsExactly("[baseline] web: could not look at node:18 "
                                        + "(unavailable: the look-up failed); admitted unchecked");
                    });
        }

        @Test
        void anInspectorThatThrowsHasFailed() throws Exception {
            Evaluator evaluator = new Evaluator(
                    (reference, platforms, credentials) -> {
                        throw new IllegalStateException("broken");
                    },
                    Mode.ENFORCE,
                    CLOCK,
                    Runnable::run);

            assertThat(finish(evaluator, NOW.plus(LONG)).findings())
                    .extracting(Finding::check)
                    .containsExactly("uninspected");
        }

        @Test
        void anImageThatDoesNotComeBeforeTheDeadlineIsTimedOutAndTheLookUpGoesOn() throws Exception {
            CompletableFuture<Inspection> never = new CompletableFuture<>();
            Evaluator evaluator =
                    new Evaluator(inspector.answering("node:18", never), Mode.ENFORCE, CLOCK, Runnable::run);

            assertThat(finish(evaluator, NOW.plusMillis(200)).findings())
                    .extracting(Finding::message)
                    .containsExactly("[baseline] web: could not look at node:18 "
                            + "(timed-out: no answer within 0.2 s); admitted unchecked");
            assertThat(never).as("others may wait for it").isNotDone();
        }

        @Test
        void aDeadlineThatHasPassedWaitsForNothingButUsesWhatIsKnown() throws Exception {
            Instant past = NOW.minusSeconds(5);
            Evaluator waiting = new Evaluator(
                    inspector.answering("node:18", new CompletableFuture<>()), Mode.ENFORCE, CLOCK, Runnable::run);
            Evaluator knowing = new Evaluator(
                    Inspector.knowing("node:18", anImage().mebibytes(201)), Mode.ENFORCE, CLOCK, Runnable::run);

            assertThat(finish(waiting, past).findings())
                    .extracting(Finding::message)
                    .containsExactly("[baseline] web: could not look at node:18 "
                            + "(timed-out: no answer within 0.0 s); admitted unchecked");
            assertThat(finish(knowing, past).findings())
                    .extracting(Finding::check)
                    .containsExactly("image-size");
        }

        @Test
        void aDeadlineAtTheEndOfTimeIsOneTooAndBreaksNothing() {
            Evaluator evaluator = new Evaluator(
                    inspector.answering("node:18", new CompletableFuture<>()), Mode.ENFORCE, CLOCK, Runnable::run);

            assertThat(evaluator.evaluate(
                            aWorkload().build(), policies(aPolicy().check(SMALL)), Instant.MAX))
                    .isNotDone();
        }

        @Test
        void oneSlowImageDoesNotHideWhatIsKnownOfOthers() {
            inspector
                    .answering("node:18", new CompletableFuture<>())
                    .and("redis:7", anImage().mebibytes(201));
            WorkloadBuilder two = aWorkload()
                    .containers(aContainer(), aContainer().name("cache").image("redis:7"));
            Evaluator evaluator = new Evaluator(inspector, Mode.ENFORCE, CLOCK, Runnable::run);

            Evaluation evaluation = evaluator
                    .evaluate(two.build(), policies(aPolicy().check(SMALL)), NOW.plusMillis(50))
                    .toCompletableFuture()
                    .join();

            assertThat(evaluation.findings())
                    .extracting(finding -> finding.container().orElseThrow() + " " + finding.check())
                    .containsExactly("cache image-size", "web uninspected");
        }

        private static Evaluation finish(Evaluator evaluator, Instant deadline)
                throws ExecutionException, InterruptedException, TimeoutException {
            return evaluator
                    .evaluate(aWorkload().build(), policies(aPolicy().check(SMALL)), deadline)
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        }
    }

    @Nested
    class InvalidReferences {

        @Test
        void whatIsNoReferenceIsAFindingOfEveryPolicy() {
            Evaluation evaluation = judge(
                    aWorkload().containers(aContainer().image("NODE:18")),
                    aPolicy().actions(DENY));

            assertThat(evaluation.verdict()).isEqualTo(Verdict.DENY);
            assertThat(evaluation.findings()).singleElement().satisfies(finding -> assertThat(finding.message())
                    .startsWith("[baseline] web: \"NODE:18\" is no image reference: ")
                    .endsWith("; correct the image field"));
            assertThat(inspector.asked).isEmpty();
        }

        @Test
        void theOtherContainersAreJudgedAllTheSame() {
            inspector.and("node:18", anImage().mebibytes(201));

            assertThat(judge(
                                    aWorkload()
                                            .containers(aContainer().name("bad").image("{{ image }}"), aContainer()),
                                    aPolicy().check(SMALL).check(TAGGED).check(NOT_ROOT))
                            .findings())
                    .extracting(Finding::check)
                    .containsExactly("invalid-reference", "image-size");
        }

        @Test
        void aLongOneStaysReadable() {
            assertThat(judge(aWorkload().containers(aContainer().image("X".repeat(5000))), aPolicy())
                            .findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.message())
                            .hasSizeLessThanOrEqualTo(256)
                            .endsWith("; correct the image field"));
        }
    }

    @Nested
    class Exceptions {

        @Test
        void whatIsExcusedHasNoConsequenceAndIsRemembered() {
            Evaluation evaluation = judge(
                    untagged(), excusing("mutable-tag"), aPolicy().actions(DENY).check(TAGGED));

            assertThat(evaluation.verdict()).isEqualTo(Verdict.ALLOW);
            assertThat(evaluation.findings()).isEmpty();
            assertThat(evaluation.excused()).singleElement().satisfies(excused -> {
                assertThat(excused.finding().check()).isEqualTo("mutable-tag");
                assertThat(excused.exception()).isEqualTo("legacy");
                assertThat(excused.reason()).isEqualTo("vendor image");
            });
        }

        @Test
        void otherChecksStillSpeak() {
            assertThat(judge(untagged(), excusing("image-size"), aPolicy().check(TAGGED))
                            .findings())
                    .hasSize(1);
        }

        @Test
        void onceExpiredItExcusesNothing() {
            ImageException expired = exception("docker.io/library/*", Optional.of(NOW), "mutable-tag");
            ImageException lasting = exception("docker.io/library/*", Optional.of(NOW.plusNanos(1)), "mutable-tag");

            assertThat(judge(untagged(), expired, aPolicy().check(TAGGED)).findings())
                    .hasSize(1);
            assertThat(judge(untagged(), lasting, aPolicy().check(TAGGED)).findings())
                    .isEmpty();
        }

        @Test
        void aPolicyThatAllowsNoneIsNotImpressed() {
            Evaluation evaluation = judge(
                    untagged(),
                    excusing("mutable-tag"),
                    aPolicy().withoutExceptions().check(TAGGED));

            assertThat(evaluation.findings()).hasSize(1);
            assertThat(evaluation.excused()).isEmpty();
        }

        @Test
        void anotherContainerIsNotExcused() {
            ImageException forNginx = exception("docker.io/library/nginx", Optional.empty(), "mutable-tag");
            WorkloadBuilder two = aWorkload()
                    .containers(
                            aContainer().image("nginx"),
                            aContainer().name("cache").image("redis"));

            assertThat(judge(two, forNginx, aPolicy().check(TAGGED)).findings())
                    .extracting(finding -> finding.container().orElseThrow())
                    .containsExactly("cache");
        }

        @Test
        void aFindingOfTheWholePodIsExcusedOnlyForAllItsImages() {
            inspector
                    .and("node:18", anImage().mebibytes(150))
                    .and("redis:7", anImage().mebibytes(100));
            WorkloadBuilder two = aWorkload()
                    .containers(aContainer(), aContainer().name("cache").image("redis:7"));

            assertThat(judge(
                                    two,
                                    exception("docker.io/library/node", Optional.empty(), "pod-size"),
                                    aPolicy().check(SMALL_POD))
                            .findings())
                    .hasSize(1);
            assertThat(judge(two, excusing("pod-size"), aPolicy().check(SMALL_POD))
                            .findings())
                    .isEmpty();
        }

        @Test
        void anImageThatCannotBeInspectedCanBeExcused() {
            inspector.failing("node:18", Reason.UNAUTHORIZED);

            assertThat(judge(
                                    aWorkload(),
                                    excusing("uninspected"),
                                    aPolicy().onRegistryError(DENY).check(SMALL))
                            .verdict())
                    .isEqualTo(Verdict.ALLOW);
        }

        @Test
        void aWeakerPolicysFindingIsNotHiddenByAnExcusedStrongerOne() {
            Evaluation evaluation = judge(
                    untagged(),
                    excusing("mutable-tag"),
                    aPolicy().name("enforced").actions(DENY).check(TAGGED),
                    aPolicy().name("strict").withoutExceptions().check(TAGGED));

            assertThat(evaluation.findings()).extracting(Finding::policy).containsExactly("strict");
            assertThat(evaluation.verdict()).isEqualTo(Verdict.WARN);
        }

        private static ImageException excusing(String check) {
            return exception("docker.io/library/*", Optional.empty(), check);
        }

        private static ImageException exception(String images, Optional<Instant> expiresAt, String check) {
            return new ImageException(
                    "legacy",
                    "shop",
                    List.of(new ImagePattern(images)),
                    LabelSelector.ALL,
                    Set.of(check),
                    "vendor image",
                    expiresAt);
        }
    }

    @Test
    void knownImagesAreSharedByAllPolicies() {
        Known known = Known.image("node:18", anImage().mebibytes(201));
        inspector.answering(
                "node:18",
                CompletableFuture.completedFuture(
                        known.inspections().of(ImageReference.parse("node:18")).orElseThrow()));

        assertThat(judge(
                                aWorkload(),
                                aPolicy().name("a").check(SMALL, AUDIT),
                                aPolicy().name("b").check(SMALL, WARN))
                        .findings())
                .extracting(Finding::policy)
                .containsExactly("b");
    }

    private static WorkloadBuilder untagged() {
        return aWorkload().containers(aContainer().image("nginx"));
    }

    private Evaluation judge(WorkloadBuilder workload, PolicyBuilder... policies) {
        return evaluate(Mode.ENFORCE, workload, policies(policies));
    }

    private Evaluation judge(WorkloadBuilder workload, ImageException exception, PolicyBuilder... policies) {
        return evaluate(Mode.ENFORCE, workload, new PolicySet(policies(policies).policies(), List.of(exception)));
    }

    private static PolicySet policies(PolicyBuilder... policies) {
        return new PolicySet(Stream.of(policies).map(PolicyBuilder::build).toList(), List.of());
    }

    private Evaluation evaluate(Mode mode, WorkloadBuilder workload, PolicySet policies) {
        return new Evaluator(inspector, mode, CLOCK, Runnable::run)
                .evaluate(workload.build(), policies, NOW.plus(LONG))
                .toCompletableFuture()
                .join();
    }
}
