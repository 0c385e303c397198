package dev.plimsoll.cli;

import dev.plimsoll.advice.AdviceSource;
import dev.plimsoll.advice.Adviser;
import dev.plimsoll.audit.AuditResult;
import dev.plimsoll.audit.DockerHubBudget;
import dev.plimsoll.audit.Judging;
import dev.plimsoll.audit.Scan;
import dev.plimsoll.audit.Surroundings;
import dev.plimsoll.base.KnownBases;
import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.PullCredentials;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.kubernetes.ApiRefusedException;
import dev.plimsoll.kubernetes.Cluster;
import dev.plimsoll.kubernetes.ClusterObjects;
import dev.plimsoll.kubernetes.ClusterPullSecrets;
import dev.plimsoll.kubernetes.PolicyFiles;
import dev.plimsoll.kubernetes.PolicyStore;
import dev.plimsoll.kubernetes.WorkloadMapper;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.PolicySet;
import dev.plimsoll.registry.RegistryInspector;
import dev.plimsoll.web.AuditState;
import dev.plimsoll.web.Snapshot;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One run of {@code audit}: from a cluster to a result. */
final class AuditRun {

    /**
     * What was asked for.
     *
     * @param namespaces only these; empty for all
     * @param baseRequests how many may be made to measure bases
     * @param timeout for each image
     * @param facts whether it is to be kept what images are made of
     */
    record Settings(
            Set<String> namespaces,
            Optional<String> context,
            Optional<Path> policies,
            Mode mode,
            int baseRequests,
            Duration timeout,
            boolean facts) {}

    /**
     * What came out.
     *
     * @param snapshot of what pages are made of
     * @param unread what was not known besides
     */
    record Judged(AuditResult result, Snapshot snapshot, Unread unread) {

        /** Whether there were no policies but the built-in one. */
        boolean builtIn() {
            return snapshot.builtIn();
        }
    }

    /**
     * What could not be read, or was not, that is none of the cluster's images.
     *
     * @param pullSecrets each in words
     * @param bases of how many images they were not measured, or not all of their variants
     */
    record Unread(List<String> pullSecrets, int bases) {

        Unread {
            pullSecrets = List.copyOf(pullSecrets);
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long LOOK_AGAIN_MILLIS = 20;

    private static final int LOOK_UPS_AT_ONCE = 4;
    private static final int DOCKER_HUB_LOOK_UPS = 30;
    private static final int MOST_FINDINGS = 1000;

    /** A command has more of it than a replica. */
    private static final DataSize ROOM_FOR_FACTS = DataSize.ofMebibytes(64);

    /** That watches were ended is nothing to warn about when the run is over. */
    private static final Logger CONNECTIONS = Logger.getLogger("io.vertx.core.http.impl.HttpClientConnection");

    private final Terminal terminal;
    private final Settings settings;
    private final CheckConfiguration configuration;
    private final Clock clock = Clock.systemUTC();

    AuditRun(Terminal terminal, Settings settings) {
        this.terminal = terminal;
        this.settings = settings;
        this.configuration = CheckConfiguration.read(settings.timeout());
    }

    /** @throws CouldNotRunException if the policies cannot be used, or the cluster cannot be looked at */
    Judged run() {
        CONNECTIONS.setLevel(Level.SEVERE);
        try (RegistryInspector registries = CheckRun.inspector(configuration.registries())) {
            DirectBases bases = configuration.bases(registries, settings.baseRequests());
            return run(registries, bases, new Adviser(bases));
        } catch (ApiRefusedException e) {
            throw new CouldNotRunException("the cluster cannot be read: " + e.getMessage());
        }
    }

    private Judged run(RegistryInspector registries, DirectBases bases, AdviceSource adviceSource) {
        PolicyStore files = settings.policies()
                .or(configuration::policies)
                .map(path -> read(path, adviceSource))
                .orElseGet(PolicyStore::empty);
        try (Cluster cluster = Cluster.observed(settings.context(), configuration.platforms(), adviceSource, clock);
                ClusterPullSecrets pullSecrets = pullSecrets()) {
            await(cluster);
            refuseUnknown(cluster);
            PolicySet together = files.with(cluster::policies).current();
            boolean builtIn = together.policies().isEmpty();
            PolicySet policies = builtIn ? PolicyFiles.builtIn(adviceSource) : together;
            UnreadSecrets credentials = new UnreadSecrets(pullSecrets);
            AuditResult result = scan(cluster, policies, judging(registries, bases, credentials));
            return new Judged(
                    result,
                    snapshot(result, policies, cluster, builtIn),
                    new Unread(credentials.missing(), bases.unsettled()));
        }
    }

    private Snapshot snapshot(AuditResult result, PolicySet policies, Cluster cluster, boolean builtIn) {
        return new Snapshot(
                new AuditState.Known(result), policies, cluster.standings(), builtIn, settings.mode(), clock.instant());
    }

    private ClusterPullSecrets pullSecrets() {
        try {
            return ClusterPullSecrets.observed(configuration.pullSecrets(), settings.context());
        } catch (IllegalArgumentException e) {
            throw new CouldNotRunException(String.valueOf(e.getMessage()));
        }
    }

    private static PolicyStore read(Path fileOrFolder, AdviceSource adviceSource) {
        PolicyFiles.Result read = PolicyFiles.read(fileOrFolder, adviceSource);
        if (!read.problems().isEmpty()) {
            throw new CouldNotRunException(
                    read.problems().stream().map(Object::toString).toList());
        }
        return PolicyStore.of(read.policies());
    }

    private static void await(Cluster cluster) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!cluster.isReady()) {
            Map<String, String> states = cluster.states();
            if (states.containsValue("forbidden") || System.nanoTime() > end) {
                throw new CouldNotRunException(states.entrySet().stream()
                        .filter(it -> !it.getValue().equals("synced")
                                && !it.getValue().equals("missing"))
                        .map(AuditRun::problem)
                        .toList());
            }
            try {
                Thread.sleep(LOOK_AGAIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CouldNotRunException("it was ended meanwhile");
            }
        }
    }

    private static String problem(Map.Entry<String, String> state) {
        return state.getValue().equals("forbidden")
                ? "the cluster does not allow to list %s".formatted(state.getKey())
                : "the cluster did not answer within %d s (%s)".formatted(PATIENCE.toSeconds(), state.getKey());
    }

    private void refuseUnknown(Cluster cluster) {
        List<String> known = cluster.namespaces();
        for (String namespace : settings.namespaces()) {
            if (configuration.excludedNamespaces().contains(namespace)) {
                throw new CouldNotRunException(
                        "namespace %s is left alone, as plimsoll.admission.excluded-namespaces says"
                                .formatted(namespace));
            }
            if (!known.contains(namespace)) {
                throw new CouldNotRunException("there is no namespace %s".formatted(namespace));
            }
        }
    }

    private AuditResult scan(Cluster cluster, PolicySet policies, Judging judging) {
        Set<String> excluded = configuration.excludedNamespaces();
        Surroundings surroundings = new Surroundings(
                new WorkloadMapper(cluster::platforms),
                cluster::namespace,
                cluster::namespaces,
                namespace -> !excluded.contains(namespace));
        try (ProgressLine line = new ProgressLine(terminal);
                ClusterObjects objects = ClusterObjects.of(settings.context())) {
            return new Scan(objects, surroundings, judging, clock)
                    .run(policies, settings.namespaces(), () -> true, new AuditProgress(line))
                    .orElseThrow();
        }
    }

    private Judging judging(RegistryInspector registries, KnownBases bases, PullCredentials credentials) {
        Judging judging = new Judging(
                inspector -> new Evaluator(inspector, credentials, settings.mode(), clock, Runnable::run),
                registries,
                settings.mode(),
                bases,
                new DockerHubBudget(configuration.auditNumber("docker-hub-lookups", DOCKER_HUB_LOOK_UPS), clock),
                configuration.auditNumber("lookups-at-once", LOOK_UPS_AT_ONCE),
                settings.timeout(),
                configuration.auditNumber("most-findings", MOST_FINDINGS));
        return settings.facts() ? judging.keepingFacts(ROOM_FOR_FACTS) : judging;
    }
}
