package dev.plimsoll.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the last scan of this replica came to. Replicas that do not lead have none, so that sums over replicas count nothing
 * twice.
 */
public final class AuditMetrics {

    private record Kind(String policy, String action) implements Comparable<Kind> {

        private static final Comparator<Kind> ORDER =
                Comparator.comparing(Kind::policy).thenComparing(Kind::action);

        @Override
        public int compareTo(Kind other) {
            return ORDER.compare(this, other);
        }
    }

    private static final int MOST_BASES = 20;

    /** Prometheus itself adds a label "namespace", of the replica that it scrapes. */
    private static final String NAMESPACE = "in_namespace";

    private final MeterRegistry registry;
    private final Clock clock;
    private final int mostNamespaces;
    private final MultiGauge findings;
    private final MultiGauge pullBytes;
    private final MultiGauge sharedBytes;
    private final MultiGauge images;
    private final MultiGauge cluster;
    private final MultiGauge bases;
    private final Counter finished;
    private final Counter failed;
    private volatile @Nullable AuditResult last;
    private boolean registered;

    /**
     * @param interval between two scans; it has a metric of its own, so that an alert can tell when one is overdue
     * @param mostNamespaces how many have metrics of their own
     */
    public AuditMetrics(MeterRegistry registry, Clock clock, Duration interval, int mostNamespaces) {
        this.registry = registry;
        this.clock = clock;
        this.mostNamespaces = mostNamespaces;
        this.findings = multi("plimsoll.audit.findings", "Findings of the last scan, by what would follow");
        this.pullBytes =
                multi("plimsoll.audit.namespace.pull.bytes", "Compressed bytes that fresh nodes pull to run it");
        this.sharedBytes =
                multi("plimsoll.audit.namespace.shared.bytes", "Of these, in layers of several of its images");
        this.images = multi("plimsoll.audit.namespace.images", "Different images");
        this.cluster = multi("plimsoll.audit.cluster.bytes", "Compressed bytes of all images of the cluster");
        this.bases = multi("plimsoll.audit.base.images", "Images that are built on it, of the bases of most images");
        this.finished = scans("finished");
        this.failed = scans("failed");
        Gauge.builder("plimsoll.audit.interval.seconds", () -> seconds(interval))
                .description("Between two scans")
                .register(registry);
    }

    private Counter scans(String result) {
        return Counter.builder("plimsoll.audit.scans")
                .description("Scans of this replica, by how they ended; one that is given up is none")
                .tag("result", result)
                .register(registry);
    }

    /** A scan could not be ended. */
    void failed() {
        failed.increment();
    }

    private MultiGauge multi(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    /** A scan is over. */
    synchronized void scanned(AuditResult result) {
        last = result;
        finished.increment();
        if (!registered) {
            registered = true;
            gauge(
                    "plimsoll.audit.age.seconds",
                    "Since the last scan began",
                    it -> seconds(Duration.between(it.begun(), clock.instant())));
            gauge("plimsoll.audit.duration.seconds", "How long the last scan took", it -> seconds(it.took()));
            gauge("plimsoll.audit.workloads", "Whom findings are reported under", it -> it.totals()
                    .owners());
            gauge("plimsoll.audit.uninspected", "Images that could not be looked at", it -> it.unknown()
                    .size());
            gauge("plimsoll.audit.gaps", "Parts of the cluster that were not looked at", it -> it.gaps()
                    .size());
            gauge("plimsoll.audit.images", "Different images", it -> it.savings()
                    .images());
            gauge("plimsoll.audit.root.images", "Images that some container runs as root", it -> it.savings()
                    .rootImages());
            gauge("plimsoll.audit.mutable.tags", "Image names with no tag or latest", it -> it.savings()
                    .mutableTags());
        }
        findings.register(findings(result), true);
        cluster.register(
                List.of(
                        Row.of(
                                Tags.of("kind", "images"),
                                result.savings().imageBytes().bytes()),
                        Row.of(
                                Tags.of("kind", "pulled"),
                                result.savings().pullBytes().bytes()),
                        Row.of(
                                Tags.of("kind", "shared"),
                                result.savings().sharedBytes().bytes()),
                        Row.of(
                                Tags.of("kind", "saved-by-slimmer-bases"),
                                result.savings().slimmerSaves().bytes())),
                true);
        bases.register(bases(result), true);
        pullBytes.register(namespaces(result, it -> it.pullBytes().bytes()), true);
        sharedBytes.register(namespaces(result, it -> it.sharedBytes().bytes()), true);
        images.register(namespaces(result, Savings::images), true);
    }

    /** Another replica is the one to scan now: what was found here is not said any more. */
    synchronized void forget() {
        if (last != null) {
            last = null;
            List.of(findings, cluster, bases, pullBytes, sharedBytes, images)
                    .forEach(it -> it.register(List.of(), true));
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private void gauge(String name, String description, ToDoubleFunction<AuditResult> value) {
        Gauge.builder(name, () -> {
                    AuditResult result = last;
                    return result == null ? Double.NaN : value.applyAsDouble(result);
                })
                .description(description)
                .register(registry);
    }

    /** Policies are few; namespaces may be many. */
    private static List<Row<?>> findings(AuditResult result) {
        Map<Kind, Integer> counts = new TreeMap<>();
        for (PolicyFindings found : result.findings()) {
            counts.merge(new Kind(found.policy(), "deny"), found.denied(), Integer::sum);
            counts.merge(new Kind(found.policy(), "warn"), found.warned(), Integer::sum);
            counts.merge(new Kind(found.policy(), "audit"), found.audited(), Integer::sum);
            counts.merge(new Kind(found.policy(), "uninspected"), found.uninspected(), Integer::sum);
            counts.merge(new Kind(found.policy(), "excused"), found.excused(), Integer::sum);
        }
        List<Row<?>> rows = new ArrayList<>();
        counts.forEach(
                (kind, count) -> rows.add(Row.of(Tags.of("policy", kind.policy(), "action", kind.action()), count)));
        return rows;
    }

    private static List<Row<?>> bases(AuditResult result) {
        List<Row<?>> rows = new ArrayList<>();
        result.savings().bases().stream()
                .collect(Collectors.toMap(
                        Savings.Base::reference, Savings.Base::images, Integer::sum, LinkedHashMap::new))
                .entrySet()
                .stream()
                .limit(MOST_BASES)
                .forEach(it -> rows.add(Row.of(Tags.of("base", it.getKey()), it.getValue())));
        return rows;
    }

    private List<Row<?>> namespaces(AuditResult result, ToDoubleFunction<Savings> value) {
        List<Row<?>> rows = new ArrayList<>();
        result.savingsByNamespace().entrySet().stream()
                .sorted(Map.Entry.<String, Savings>comparingByValue(Comparator.comparing(Savings::pullBytes))
                        .reversed())
                .limit(mostNamespaces)
                .forEach(it -> rows.add(Row.of(Tags.of(NAMESPACE, it.getKey()), value.applyAsDouble(it.getValue()))));
        return rows;
    }
}
