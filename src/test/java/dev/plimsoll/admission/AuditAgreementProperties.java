package dev.plimsoll.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.audit.AuditResult;
import dev.plimsoll.audit.AuditedFinding;
import dev.plimsoll.audit.DockerHubBudget;
import dev.plimsoll.audit.Judging;
import dev.plimsoll.audit.Scan;
import dev.plimsoll.audit.Surroundings;
import dev.plimsoll.base.KnownBases;
import dev.plimsoll.evaluation.Evaluation;
import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.RandomCases;
import dev.plimsoll.image.Platform;
import dev.plimsoll.kubernetes.ClusterObjects;
import dev.plimsoll.kubernetes.ListServer;
import dev.plimsoll.kubernetes.PolicyStore;
import dev.plimsoll.kubernetes.WorkloadMapper;
import dev.plimsoll.policy.LabelSelector;
import dev.plimsoll.policy.LabelSelector.Operator;
import dev.plimsoll.policy.LabelSelector.Requirement;
import dev.plimsoll.policy.Match;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.PolicySet;
import dev.plimsoll.workload.Namespace;
import dev.plimsoll.workload.Workload;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** Whatever an object is, the audit says of it what admission says. */
class AuditAgreementProperties {

    private record Kind(String group, String apiVersion, String name, String path) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("", "v1", "Pod", "/api/v1/pods"),
            new Kind("apps", "apps/v1", "Deployment", "/apis/apps/v1/deployments"),
            new Kind("batch", "batch/v1", "Job", "/apis/batch/v1/jobs"));

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Clock CLOCK = Clock.fixed(RandomCases.NOW, ZoneOffset.UTC);
    private static final WorkloadMapper MAPPER = new WorkloadMapper(Set.of(Platform.LINUX_AMD64));
    private static final ListServer SERVER = ListServer.start();
    private static final ClusterObjects OBJECTS = SERVER.objects();

    @AfterContainer
    static void close() {
        OBJECTS.close();
        SERVER.close();
    }

    @Property(tries = 150)
    @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
    void theSameIsFound(@ForAll long seed) {
        Random random = new Random(seed);
        Mode mode = random.nextBoolean() ? Mode.ENFORCE : Mode.AUDIT;
        PolicySet policies = new PolicySet(
                RandomCases.someRandomPolicies(random).policies().stream()
                        .map(policy -> random.nextBoolean() ? policy : ofSomeObjects(policy))
                        .toList(),
                List.of(RandomCases.aRandomException(random)));
        Kind kind = KINDS.get(random.nextInt(KINDS.size()));
        ObjectNode object = anObject(random, kind);

        AuditResult audited = audit(mode, policies, kind, object);

        Evaluation judged = RandomCases.evaluator(mode)
                .evaluate(workload(object), policies, CLOCK.instant().plusSeconds(5))
                .toCompletableFuture()
                .join();
        Statistics.collect(judged.findings().isEmpty());
        Statistics.coverage(nothing -> nothing.check(false).percentage(share -> share > 30));
        assertThat(findings(audited).filter(it -> it.excuse().isEmpty()).map(AuditedFinding::finding))
                .containsExactlyInAnyOrderElementsOf(Set.copyOf(judged.findings()));
        assertThat(findings(audited)
                        .filter(it -> it.excuse().isPresent())
                        .map(it -> it.finding().message())
                        .collect(Collectors.toSet()))
                .isEqualTo(judged.excused().stream()
                        .map(it -> it.finding().message())
                        .collect(Collectors.toSet()));
        assertThat(audited.totals().denied() == 0)
                .isEqualTo(admit(mode, policies, kind, object).allowed());
    }

    private static Policy ofSomeObjects(Policy policy) {
        LabelSelector web = new LabelSelector(List.of(new Requirement("tier", Operator.IN, Set.of("web"))));
        return new Policy(
                policy.name(),
                new Match(LabelSelector.ALL, web, Match.ALL.images(), List.of()),
                policy.actions(),
                policy.onRegistryError(),
                policy.allowExceptions(),
                policy.rules());
    }

    private static Workload workload(ObjectNode object) {
        return MAPPER.toWorkload(object, Optional.empty(), Namespace.named("shop"));
    }

    private static Stream<AuditedFinding> findings(AuditResult result) {
        return result.findings().stream().flatMap(it -> it.findings().stream());
    }

    private static AuditResult audit(Mode mode, PolicySet policies, Kind kind, ObjectNode object) {
        KINDS.forEach(other -> SERVER.list(other.path()));
        ObjectNode item = object.deepCopy();
        item.remove(List.of("apiVersion", "kind"));
        SERVER.list(kind.path(), item.toString());
        Judging judging = new Judging(
                inspector -> new Evaluator(inspector, mode, CLOCK, Runnable::run),
                RandomCases.inspector(),
                mode,
                KnownBases.NONE,
                new DockerHubBudget(1000, CLOCK),
                2,
                Duration.ofSeconds(5),
                1000);
        Surroundings surroundings = new Surroundings(MAPPER, Namespace::named, List::of, namespace -> true);
        return new Scan(OBJECTS, surroundings, judging, CLOCK)
                .run(policies, Set.of(), () -> true)
                .orElseThrow();
    }

    private static AdmissionResponse admit(Mode mode, PolicySet policies, Kind kind, ObjectNode object) {
        return new AdmissionHandler(
                        MAPPER,
                        Namespace::named,
                        PolicyStore.of(policies),
                        RandomCases.evaluator(mode),
                        AuditModeProperties.SETTINGS,
                        new AdmissionMetrics(new SimpleMeterRegistry()),
                        AdmissionEvents.NONE,
                        CLOCK)
                .handle(
                        new AdmissionRequest(
                                "1",
                                kind.group(),
                                kind.name(),
                                "",
                                "shop",
                                "CREATE",
                                false,
                                Optional.of(object),
                                Optional.empty()),
                        CLOCK.instant(),
                        Duration.ofSeconds(5))
                .toCompletableFuture()
                .join();
    }

    private static ObjectNode anObject(Random random, Kind kind) {
        ObjectNode object =
                JSON.createObjectNode().put("apiVersion", kind.apiVersion()).put("kind", kind.name());
        ObjectNode metadata = object.putObject("metadata").put("name", "web").put("namespace", "shop");
        metadata.putObject("labels")
                .put("tier", random.nextBoolean() ? "web" : "data")
                .put("hash", "" + random.nextInt());
        ObjectNode spec = object.putObject("spec");
        ObjectNode podSpec =
                kind.name().equals("Pod") ? spec : spec.putObject("template").putObject("spec");
        if (random.nextInt(4) == 0) {
            podSpec.putObject("nodeSelector").put("kubernetes.io/arch", "arm64");
        }
        ArrayNode containers = podSpec.putArray("containers");
        for (int i = 0; i <= random.nextInt(4); i++) {
            ObjectNode container = containers.addObject().put("name", "container-" + i);
            container.put("image", RandomCases.aRandomImage(random));
            if (random.nextBoolean()) {
                container.putObject("securityContext").put("runAsUser", random.nextInt(2));
            }
        }
        return object;
    }
}
