package dev.plimsoll.cli;

import dev.plimsoll.advice.AdviceSource;
import dev.plimsoll.advice.Adviser;
import dev.plimsoll.cli.CheckReport.CheckedObject;
import dev.plimsoll.evaluation.Evaluation;
import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.image.PacedInspector;
import dev.plimsoll.image.Platform;
import dev.plimsoll.kubernetes.MalformedObjectException;
import dev.plimsoll.kubernetes.Manifest;
import dev.plimsoll.kubernetes.Namespaces;
import dev.plimsoll.kubernetes.PolicyFiles;
import dev.plimsoll.kubernetes.WorkloadMapper;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.PolicySet;
import dev.plimsoll.registry.RegistryInspector;
import dev.plimsoll.registry.RegistrySettings;
import dev.plimsoll.workload.Namespace;
import dev.plimsoll.workload.Workload;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** One run of {@code check}: from files to a report. */
final class CheckRun {

    /**
     * What was asked for.
     *
     * @param files to read manifests from; {@code -} is the standard input
     * @param platforms of the cluster; empty leaves it to the configuration
     * @param timeout for each image
     */
    record Settings(
            List<String> files,
            Optional<Path> policies,
            Mode mode,
            String namespace,
            Set<Platform> platforms,
            Duration timeout) {}

    private record Judged(Manifest manifest, Workload workload) {}

    private static final int LOOK_UPS_AT_ONCE = 8;

    /** Each image has a timeout of its own, so all of them together need none. */
    private static final Duration NO_DEADLINE = Duration.ofDays(1);

    private final Terminal terminal;
    private final Settings settings;
    private final CheckConfiguration configuration;
    private final List<String> problems = new ArrayList<>();

    CheckRun(Terminal terminal, Settings settings) {
        this.terminal = terminal;
        this.settings = settings;
        this.configuration = CheckConfiguration.read(settings.timeout());
    }

    /**
     * Judges everything.
     *
     * @throws CouldNotRunException with all that is wrong, if anything could not be read
     */
    CheckReport report() {
        try (RegistryInspector registries = inspector(configuration.registries())) {
            return report(registries);
        }
    }

    private CheckReport report(RegistryInspector registries) {
        AdviceSource adviceSource = new Adviser(configuration.bases(registries));
        Optional<Path> policyFiles = settings.policies().or(configuration::policies);
        PolicySet policies =
                policyFiles.map(files -> read(files, adviceSource)).orElseGet(() -> PolicyFiles.builtIn(adviceSource));
        List<Manifest> manifests = manifests();
        List<Judged> workloads = workloads(manifests);
        if (!problems.isEmpty()) {
            throw new CouldNotRunException(problems);
        }
        return new CheckReport(
                settings.mode(),
                new CheckReport.Policies(
                        policies.policies().stream().map(Policy::name).toList(), policyFiles.isEmpty()),
                judge(workloads, policies, registries),
                skipped(manifests));
    }

    private PolicySet read(Path fileOrFolder, AdviceSource adviceSource) {
        PolicyFiles.Result result = PolicyFiles.read(fileOrFolder, adviceSource);
        result.problems().forEach(problem -> problems.add(problem.toString()));
        if (result.problems().isEmpty() && result.policies().policies().isEmpty()) {
            problems.add(fileOrFolder + ": holds no ImageAdmissionPolicy");
        }
        return result.policies();
    }

    private List<Manifest> manifests() {
        ManifestSources sources = new ManifestSources(terminal.in());
        settings.files().forEach(sources::read);
        problems.addAll(sources.problems());
        return sources.manifests();
    }

    private List<Judged> workloads(List<Manifest> manifests) {
        Set<Platform> platforms = settings.platforms().isEmpty() ? configuration.platforms() : settings.platforms();
        WorkloadMapper mapper = new WorkloadMapper(platforms);
        Namespaces namespaces = Namespaces.of(manifests);
        List<Judged> workloads = new ArrayList<>();
        for (Manifest manifest : manifests) {
            if (isJudged(manifest)) {
                workload(manifest, mapper, namespaces)
                        .ifPresent(workload -> workloads.add(new Judged(manifest, workload)));
            }
        }
        return workloads;
    }

    private Optional<Workload> workload(Manifest manifest, WorkloadMapper mapper, Namespaces namespaces) {
        try {
            Namespace namespace = namespaces.named(namespaceOf(manifest));
            return Optional.of(mapper.toWorkload(manifest.object(), Optional.empty(), namespace));
        } catch (MalformedObjectException e) {
            problems.add(
                    "%s: %s \"%s\": %s".formatted(manifest.file(), manifest.kind(), manifest.name(), e.getMessage()));
            return Optional.empty();
        }
    }

    private String namespaceOf(Manifest manifest) {
        String written = manifest.object().path("metadata").path("namespace").asText("");
        return written.isEmpty() ? settings.namespace() : written;
    }

    private static boolean isJudged(Manifest manifest) {
        return WorkloadMapper.isJudged(manifest.apiGroup(), manifest.kind());
    }

    private static Map<String, Integer> skipped(List<Manifest> manifests) {
        Map<String, Integer> skipped = new TreeMap<>();
        manifests.stream()
                .filter(manifest -> !isJudged(manifest))
                .forEach(manifest -> skipped.merge(manifest.kind(), 1, Integer::sum));
        return skipped;
    }

    private List<CheckedObject> judge(List<Judged> workloads, PolicySet policies, RegistryInspector registries) {
        try (ProgressLine progress = new ProgressLine(terminal);
                PacedInspector paced =
                        new PacedInspector(registries, LOOK_UPS_AT_ONCE, settings.timeout(), progress::at)) {
            Evaluator evaluator = new Evaluator(paced, settings.mode(), Clock.systemUTC(), Runnable::run);
            Instant deadline = Instant.now().plus(NO_DEADLINE);
            List<CompletableFuture<CheckedObject>> objects = workloads.stream()
                    .map(judged -> evaluator
                            .evaluate(judged.workload(), policies, deadline)
                            .thenApply(evaluation -> checked(judged.manifest(), evaluation))
                            .toCompletableFuture())
                    .toList();
            return objects.stream().map(CompletableFuture::join).toList();
        }
    }

    private static CheckedObject checked(Manifest manifest, Evaluation evaluation) {
        return new CheckedObject(
                manifest.file(), manifest.object().path("apiVersion").asText(), evaluation);
    }

    /** @throws CouldNotRunException if a setting cannot be used */
    static RegistryInspector inspector(RegistrySettings settings) {
        try {
            return RegistryInspector.create(settings);
        } catch (IllegalArgumentException e) {
            throw new CouldNotRunException(String.valueOf(e.getMessage()));
        }
    }
}
