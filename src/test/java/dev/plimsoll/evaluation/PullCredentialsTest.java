package dev.plimsoll.evaluation;

import static dev.plimsoll.policy.PolicyBuilder.aPolicy;
import static dev.plimsoll.workload.WorkloadBuilder.aWorkload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.evaluation.PullCredentials.Found;
import dev.plimsoll.image.Credential;
import dev.plimsoll.image.Credentials;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.ImageInspector;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.PolicyBuilder;
import dev.plimsoll.policy.PolicySet;
import dev.plimsoll.policy.check.ImageSize;
import dev.plimsoll.policy.check.MutableTag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How judging goes about what images are pulled with. */
@Timeout(30)
class PullCredentialsTest {

    private static final Credentials ALICE = image -> List.of(Credential.of("alice", "s3cret"));
    private static final PolicyBuilder SMALL = aPolicy().check(new ImageSize(DataSize.ofMebibytes(1)));

    private final List<Credentials> askedWith = new ArrayList<>();

    private ImageInspector failing(Reason reason) {
        return (reference, platforms, credentials) -> {
            askedWith.add(credentials);
            return CompletableFuture.failedFuture(new InspectionException(reason, "the registry said so"));
        };
    }

    private Evaluation judge(Reason reason, PullCredentials pullCredentials, PolicyBuilder policy, Duration patience) {
        Evaluator evaluator =
                new Evaluator(failing(reason), pullCredentials, Mode.ENFORCE, Clock.systemUTC(), Runnable::run);
        CompletionStage<Evaluation> evaluation = evaluator.evaluate(
                aWorkload().build(),
                new PolicySet(List.of(policy.build()), List.of()),
                Instant.now().plus(patience));
        try {
            return evaluation.toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private String problem(Reason reason, PullCredentials pullCredentials, Duration patience) {
        Evaluation evaluation = judge(reason, pullCredentials, SMALL, patience);
        assertThat(evaluation.findings()).hasSize(1);
        return evaluation.findings().get(0).violation().problem();
    }

    private static PullCredentials finding(Credentials credentials, String... missing) {
        return workload -> CompletableFuture.completedFuture(new Found(credentials, List.of(missing)));
    }

    @Test
    void imagesAreLookedAtWithWhatWasFound() {
        problem(Reason.UNAUTHORIZED, finding(ALICE), Duration.ofSeconds(10));
        assertThat(askedWith).containsExactly(ALICE);
    }

    @Test
    void nobodyIsAskedWhereNoImageHasToBeKnown() {
        PullCredentials nobody = workload -> {
            throw new AssertionError("asked for nothing");
        };
        judge(
                Reason.UNAUTHORIZED,
                nobody,
                aPolicy().check(new MutableTag(List.of("latest"), false)),
                Duration.ofSeconds(10));
        assertThat(askedWith).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void whatIsMissingIsSaidWhereItMayBeWhy(Reason reason) {
        String problem = problem(
                reason, finding(ALICE, "pull secret a/b does not exist", "and another"), Duration.ofSeconds(10));
        boolean mayBeWhy = List.of(Reason.UNAUTHORIZED, Reason.NOT_FOUND, Reason.RATE_LIMITED)
                .contains(reason);
        assertThat(problem)
                .contains(
                        mayBeWhy
                                ? "pull secret a/b does not exist, and 1 more like it; the registry said so"
                                : reason.id() + ": the registry said so");
    }

    @Test
    void credentialsThatDoNotComeAreWaitedForHalfOfTheTime() {
        CompletableFuture<Found> never = new CompletableFuture<>();
        String problem = problem(Reason.UNAUTHORIZED, workload -> never, Duration.ofMillis(600));
        assertThat(problem).contains("its pull secrets were not read in time; the registry said so");
        assertThat(askedWith).containsExactly(Credentials.NONE);
        assertThat(never).isNotDone();
    }

    @Test
    void credentialsThatCannotBeFoundAreNone() {
        assertThat(problem(
                        Reason.UNAUTHORIZED,
                        workload -> CompletableFuture.failedFuture(new IllegalStateException("s3cret")),
                        Duration.ofSeconds(10)))
                .contains("its pull secrets could not be read")
                .doesNotContain("s3cret");
        assertThat(problem(
                        Reason.UNAUTHORIZED,
                        workload -> {
                            throw new IllegalStateException("s3cret");
                        },
                        Duration.ofSeconds(10)))
                .contains("its pull secrets could not be read")
                .doesNotContain("s3cret");
    }
}
