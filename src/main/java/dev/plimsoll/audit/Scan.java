package dev.plimsoll.audit;

import dev.plimsoll.evaluation.Evaluation;
import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.PacedInspector;
import dev.plimsoll.kubernetes.ApiRefusedException;
import dev.plimsoll.kubernetes.ClusterObjects;
import dev.plimsoll.kubernetes.WorkloadKind;
import dev.plimsoll.policy.ImageException;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.PolicySet;
import dev.plimsoll.workload.Container;
import dev.plimsoll.workload.Namespace;
import dev.plimsoll.workload.Workload;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Looks at all that is in a cluster, as admission would if it were created now. First everything is read, and what is the
 * same for judging becomes one; then it is judged, a few at a time, with the images next to each other.
 */
public final class Scan {

    /** That wait for their images at a time. */
    private static final int BATCH = 64;

    /** Each image has a timeout of its own, so all of them together need none. */
    private static final Duration NO_DEADLINE = Duration.ofHours(2);

    private final ClusterObjects objects;
    private final Surroundings surroundings;
    private final Judging judging;
    private final Clock clock;

    public Scan(ClusterObjects objects, Surroundings surroundings, Judging judging, Clock clock) {
        this.objects = objects;
        this.surroundings = surroundings;
        this.judging = judging;
        this.clock = clock;
    }

    /**
     * Scans once. Blocks.
     *
     * @param namespaces that are looked at; empty for all
     * @param goOn asked from time to time; once it says no, the scan is given up
     * @return empty if it was given up
     * @throws ApiRefusedException if a kind of objects can be read in no namespace for another reason than that it is not
     *     allowed, so that hardly anything could be said
     */
    public Optional<AuditResult> run(PolicySet policies, Set<String> namespaces, BooleanSupplier goOn) {
        return run(policies, namespaces, goOn, ScanProgress.UNHEARD);
    }

    /** Scans once, as the other does, and tells how far it is. */
    public Optional<AuditResult> run(
            PolicySet policies, Set<String> namespaces, BooleanSupplier goOn, ScanProgress progress) {
        Instant begun = clock.instant();
        List<Gap> gaps = new ArrayList<>();
        Inventory inventory = new Inventory();
        Map<String, Namespace> seen = new HashMap<>();
        Collected.Reading reading = new Collected.Reading(
                surroundings.mapper(),
                name -> seen.computeIfAbsent(name, surroundings.namespace()),
                surroundings.isJudged(),
                askedLabels(policies),
                new Sharing());
        for (WorkloadKind kind : WorkloadKind.values()) {
            if (!goOn.getAsBoolean()) {
                return Optional.empty();
            }
            read(kind, namespaces, reading, inventory, gaps);
            progress.read(inventory.objects());
        }
        inventory
                .unreadable()
                .forEach(it ->
                        gaps.add(new Gap(it.getKey().namespace(), it.getKey().toString(), it.getValue())));
        return judge(inventory, policies, goOn, progress)
                .map(built -> new AuditResult(
                        begun,
                        Duration.between(begun, clock.instant()),
                        judging.mode(),
                        policies.policies().stream().map(Policy::name).toList(),
                        built.totals(inventory),
                        built.findings(),
                        built.unknown(),
                        List.copyOf(gaps),
                        built.images().ofCluster(),
                        built.images().byNamespace(),
                        built.rows()));
    }

    private static Set<String> askedLabels(PolicySet policies) {
        Set<String> asked = new HashSet<>();
        policies.policies()
                .forEach(policy -> asked.addAll(policy.match().objects().keys()));
        policies.exceptions().stream().map(ImageException::objects).forEach(it -> asked.addAll(it.keys()));
        return asked;
    }

    private void read(
            WorkloadKind kind, Set<String> namespaces, Collected.Reading reading, Inventory inventory, List<Gap> gaps) {
        if (!namespaces.isEmpty()) {
            namespaces.forEach(namespace -> readOne(kind, namespace, reading, inventory, gaps));
            return;
        }
        try {
            inventory.add(read(kind, Optional.empty(), reading));
        } catch (ApiRefusedException e) {
            if (!e.isForbidden()) {
                throw e;
            }
            List<String> known = surroundings.namespaces().get();
            if (known.isEmpty()) {
                gaps.add(new Gap("", kind.plural(), String.valueOf(e.getMessage())));
            }
            known.forEach(namespace -> readOne(kind, namespace, reading, inventory, gaps));
        }
    }

    /** What is not allowed in one namespace may be in the next; a namespace that is gone holds nothing. */
    private void readOne(
            WorkloadKind kind, String namespace, Collected.Reading reading, Inventory inventory, List<Gap> gaps) {
        if (!surroundings.isJudged().test(namespace)) {
            return;
        }
        try {
            inventory.add(read(kind, Optional.of(namespace), reading));
        } catch (ApiRefusedException e) {
            if (e.isForbidden()) {
                gaps.add(new Gap(namespace, kind.plural(), String.valueOf(e.getMessage())));
            } else if (!e.isNotFound()) {
                throw e;
            }
        }
    }

    private Collected read(WorkloadKind kind, Optional<String> namespace, Collected.Reading reading) {
        return objects.read(kind, namespace, () -> new Collected(kind, reading), Collected::add);
    }

    private Optional<ResultBuilder> judge(
            Inventory inventory, PolicySet policies, BooleanSupplier goOn, ScanProgress progress) {
        ResultBuilder built = new ResultBuilder(judging);
        List<Workload> workloads = inventory.workloads();
        Map<ImageReference, Integer> uses = uses(workloads);
        PolicySet all = EveryImage.after(policies);
        try (PacedInspector inspector = inspector(progress)) {
            Evaluator evaluator = judging.evaluator().apply(inspector);
            for (int begin = 0; begin < workloads.size(); begin += BATCH) {
                if (!goOn.getAsBoolean()) {
                    return Optional.empty();
                }
                List<Workload> batch = workloads.subList(begin, Math.min(workloads.size(), begin + BATCH));
                evaluate(batch, all, evaluator)
                        .forEach(evaluation -> built.add(evaluation, inventory.takeOwnersOf(evaluation.workload())));
                batch.stream()
                        .flatMap(Scan::references)
                        .forEach(reference ->
                                uses.computeIfPresent(reference, (it, left) -> left == 1 ? null : left - 1));
                inspector.keep(uses::containsKey);
                Collections.fill(batch, null);
                progress.judged(begin + batch.size(), workloads.size());
            }
        }
        return goOn.getAsBoolean() ? Optional.of(built) : Optional.empty();
    }

    private PacedInspector inspector(ScanProgress progress) {
        return new PacedInspector(
                judging.dockerHub().before(judging.inspector()),
                judging.lookupsAtOnce(),
                judging.timeout(),
                (done, asked) -> progress.looked(done));
    }

    private static Map<ImageReference, Integer> uses(List<Workload> workloads) {
        Map<ImageReference, Integer> uses = new HashMap<>();
        workloads.stream().flatMap(Scan::references).forEach(reference -> uses.merge(reference, 1, Integer::sum));
        return uses;
    }

    private static Stream<ImageReference> references(Workload workload) {
        return workload.containers().stream().map(Container::reference).flatMap(Optional::stream);
    }

    private List<Evaluation> evaluate(List<Workload> workloads, PolicySet policies, Evaluator evaluator) {
        Instant deadline = clock.instant().plus(NO_DEADLINE);
        List<CompletableFuture<Evaluation>> evaluations = workloads.stream()
                .map(workload ->
                        evaluator.evaluate(workload, policies, deadline).toCompletableFuture())
                .toList();
        return evaluations.stream().map(CompletableFuture::join).toList();
    }
}
