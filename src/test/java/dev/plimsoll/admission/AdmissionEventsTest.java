package dev.plimsoll.admission;

import static dev.plimsoll.policy.PolicyBuilder.aPolicy;
import static dev.plimsoll.policy.ValidationAction.DENY;
import static dev.plimsoll.policy.ValidationAction.WARN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.ImageInspector;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import dev.plimsoll.image.Platform;
import dev.plimsoll.kubernetes.ObjectEvent;
import dev.plimsoll.kubernetes.PolicyStore;
import dev.plimsoll.kubernetes.WorkloadMapper;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.PolicyBuilder;
import dev.plimsoll.policy.PolicySet;
import dev.plimsoll.policy.check.ImageSize;
import dev.plimsoll.policy.check.MutableTag;
import dev.plimsoll.workload.Namespace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events of reviews as an API server sent them. */
class AdmissionEventsTest {

    private record Settings(Duration deadlineMargin, Duration defaultTimeout, Set<String> excludedNamespaces)
            implements AdmissionSettings {}

    private static final Path REVIEWS = Path.of("src/test/resources/reviews");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final PolicyBuilder REFUSING = aPolicy().check(new MutableTag(List.of("latest", "1.2"), true), DENY);
    private static final PolicyBuilder ASKING =
            aPolicy().check(new ImageSize(DataSize.ofMebibytes(1)), DENY).onRegistryError(WARN);

    private final List<ObjectEvent> told = new ArrayList<>();

    private static ObjectNode review(String name) {
        try {
            return (ObjectNode) JSON.readTree(REVIEWS.resolve(name + ".json").toFile());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private AdmissionResponse handle(ObjectNode review, PolicyBuilder policy, Mode mode) {
        ImageInspector nobodyAnswers = (reference, platforms, credentials) ->
                CompletableFuture.failedFuture(new InspectionException(Reason.UNAVAILABLE, "it is down"));
        return new AdmissionHandler(
                        new WorkloadMapper(Set.of(Platform.LINUX_AMD64)),
                        Namespace::named,
                        PolicyStore.of(new PolicySet(List.of(policy.build()), List.of())),
                        new Evaluator(nobodyAnswers, mode, Clock.systemUTC(), Runnable::run),
                        new Settings(Duration.ofMillis(500), Duration.ofSeconds(10), Set.of()),
                        new AdmissionMetrics(new SimpleMeterRegistry()),
                        new AdmissionEvents(told::add),
                        Clock.systemUTC())
                .handle(
                        AdmissionRequest.from(ReviewJson.read(ReviewJson.bytes(review))),
                        Instant.now(),
                        Duration.ofSeconds(5))
                .toCompletableFuture()
                .join();
    }

    @ParameterizedTest
    @CsvSource({
        "pod-create-by-replicaset, apps/v1, ReplicaSet, cart-74cb4964fc, fc4b6249-2d7d-5654-a2d3-fe0652b81758",
        "deployment-create, apps/v1, Deployment, cart, ''",
        "job-create, batch/v1, Job, j, ''",
        "pod-create-by-run, v1, Pod, *, ''",
        "pod-create-generate-name, v1, Pod, *, ''",
        "deployment-update-image, apps/v1, Deployment, cart, ff3b6a4f-5405-5a82-ba47-7798a61dada4"
    })
    void aRefusalIsToldOfWhatPeopleCanLookAt(String review, String apiVersion, String kind, String name, String uid) {
        ObjectNode sent = review(review);
        assertThat(handle(sent, REFUSING, Mode.ENFORCE).allowed()).isFalse();
        assertThat(told).hasSize(1);
        ObjectEvent event = told.get(0);
        assertThat(event.reason()).isEqualTo(ObjectEvent.Reason.REFUSED);
        assertThat(event.regarding().apiVersion()).isEqualTo(apiVersion);
        assertThat(event.regarding().kind()).isEqualTo(kind);
        assertThat(event.regarding().namespace()).isEqualTo("shop");
        assertThat(event.regarding().name())
                .isEqualTo(
                        name.equals("*")
                                ? sent.at("/request/object/metadata/name").asText()
                                : name)
                .isNotEmpty();
        assertThat(event.regarding().uid().orElse("")).isEqualTo(uid);
        assertThat(event.note()).contains("add its digest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pod-create-by-replicaset", "deployment-create", "pod-create-by-run"})
    void whatIsAdmittedUncheckedIsToldOfTheObjectItself(String review) {
        ObjectNode sent = review(review);
        assertThat(handle(sent, ASKING, Mode.ENFORCE).allowed()).isTrue();
        assertThat(told).hasSize(1);
        ObjectEvent event = told.get(0);
        assertThat(event.reason()).isEqualTo(ObjectEvent.Reason.UNCHECKED);
        assertThat(event.regarding().kind())
                .isEqualTo(sent.at("/request/object/kind").asText());
        assertThat(event.regarding().uid())
                .contains(sent.at("/request/object/metadata/uid").asText());
        assertThat(event.note()).contains("unavailable: it is down");
    }

    @Test
    void nothingIsToldOfADryRun() {
        assertThat(handle(review("pod-create-dry-run"), REFUSING, Mode.ENFORCE).allowed())
                .isFalse();
        assertThat(told).isEmpty();
        ObjectNode real = review("pod-create-dry-run");
        ((ObjectNode) real.get("request")).put("dryRun", false);
        handle(real, REFUSING, Mode.ENFORCE);
        assertThat(told).hasSize(1);
        ObjectNode unchecked = review("deployment-create");
        ((ObjectNode) unchecked.get("request")).put("dryRun", true);
        handle(unchecked, ASKING, Mode.ENFORCE);
        assertThat(told).hasSize(1);
    }

    @Test
    void norOfWhatIsOnlyAuditedOrWarnedOf() {
        assertThat(handle(review("deployment-create"), REFUSING, Mode.AUDIT).allowed())
                .isTrue();
        handle(
                review("deployment-create"),
                aPolicy().check(new MutableTag(List.of("latest"), true), WARN),
                Mode.ENFORCE);
        assertThat(told).isEmpty();
    }
}
