package dev.plimsoll.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.evaluation.RandomCases;
import dev.plimsoll.image.Platform;
import dev.plimsoll.kubernetes.PolicyStore;
import dev.plimsoll.kubernetes.WorkloadMapper;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.PolicySet;
import dev.plimsoll.workload.Namespace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** What an operator relies on who installs it in audit mode: whatever the policies say, everything is admitted. */
class AuditModeProperties {

    private static final ObjectMapper JSON = new ObjectMapper();

    static final AdmissionSettings SETTINGS = new AdmissionSettings() {
        @Override
        public Duration deadlineMargin() {
            return Duration.ofMillis(500);
        }

        @Override
        public Duration defaultTimeout() {
            return Duration.ofSeconds(10);
        }

        @Override
        public Set<String> excludedNamespaces() {
            return Set.of();
        }
    };

    @Property(tries = 500)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void noReviewIsEverAnsweredAllowedFalse(@ForAll long seed) {
        Random random = new Random(seed);
        PolicySet policies = new PolicySet(
                RandomCases.someRandomPolicies(random).policies(), List.of(RandomCases.aRandomException(random)));
        AdmissionRequest request = aRandomRequest(random);

        AdmissionResponse audited = answer(Mode.AUDIT, policies, request);

        Statistics.collect(answer(Mode.ENFORCE, policies, request).allowed());
        Statistics.coverage(allowed -> allowed.check(false).percentage(share -> share > 10));
        assertThat(audited.allowed()).isTrue();
        assertThat(audited.auditAnnotations().get("verdict")).isIn("allow", "warn");
    }

    private static AdmissionRequest aRandomRequest(Random random) {
        Optional<JsonNode> old = random.nextBoolean() ? Optional.of(aRandomPod(random)) : Optional.empty();
        return new AdmissionRequest(
                "1",
                "",
                "Pod",
                "",
                "shop",
                old.isEmpty() ? "CREATE" : "UPDATE",
                false,
                Optional.of(aRandomPod(random)),
                old);
    }

    private static ObjectNode aRandomPod(Random random) {
        ObjectNode pod = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
        pod.putObject("metadata").put("name", "web");
        ArrayNode containers = pod.putObject("spec").putArray("containers");
        for (int i = 0; i <= random.nextInt(4); i++) {
            ObjectNode container = containers.addObject().put("name", "container-" + i);
            container.put("image", RandomCases.aRandomImage(random));
            if (random.nextBoolean()) {
                container.putObject("securityContext").put("runAsUser", random.nextInt(2));
            }
        }
        return pod;
    }

    private static AdmissionResponse answer(Mode mode, PolicySet policies, AdmissionRequest request) {
        Clock clock = Clock.fixed(RandomCases.NOW, ZoneOffset.UTC);
        return new AdmissionHandler(
                        new WorkloadMapper(Set.of(Platform.LINUX_AMD64)),
                        Namespace::named,
                        PolicyStore.of(policies),
                        RandomCases.evaluator(mode),
                        SETTINGS,
                        new AdmissionMetrics(new SimpleMeterRegistry()),
                        AdmissionEvents.NONE,
                        clock)
                .handle(request, clock.instant(), Duration.ofSeconds(5))
                .toCompletableFuture()
                .join();
    }
}
