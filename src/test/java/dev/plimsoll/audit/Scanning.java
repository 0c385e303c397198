package dev.plimsoll.audit;

import dev.plimsoll.base.KnownBases;
import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.ImageInspector;
import dev.plimsoll.image.Platform;
import dev.plimsoll.kubernetes.ClusterObjects;
import dev.plimsoll.kubernetes.WorkloadMapper;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.workload.Namespace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/** Scans for tests. */
public final class Scanning {

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private Scanning() {}

    /** With an inspector of any kind, in a cluster of these namespaces. */
    static Scan scan(ClusterObjects objects, ImageInspector inspector, String... namespaces) {
        return scan(objects, inspector, 1000, new DockerHubBudget(1000, CLOCK), namespaces);
    }

    static Scan scan(
            ClusterObjects objects,
            ImageInspector inspector,
            int mostFindings,
            DockerHubBudget budget,
            String... namespaces) {
        return scan(objects, inspector, mostFindings, budget, DataSize.ZERO, namespaces);
    }

    /** With room for what images are made of. */
    static Scan scan(ClusterObjects objects, ImageInspector inspector, DataSize room, String... namespaces) {
        return scan(objects, inspector, 1000, new DockerHubBudget(1000, CLOCK), room, namespaces);
    }

    private static Scan scan(
            ClusterObjects objects,
            ImageInspector inspector,
            int mostFindings,
            DockerHubBudget budget,
            DataSize room,
            String... namespaces) {
        return new Scan(
                objects,
                new Surroundings(
                        new WorkloadMapper(Set.of(Platform.LINUX_AMD64)),
                        Namespace::named,
                        () -> List.of(namespaces),
                        namespace -> !namespace.equals("kube-system")),
                new Judging(
                        it -> new Evaluator(it, Mode.ENFORCE, CLOCK, Runnable::run),
                        inspector,
                        Mode.ENFORCE,
                        KnownBases.NONE,
                        budget,
                        4,
                        Duration.ofSeconds(5),
                        mostFindings,
                        room),
                CLOCK);
    }
}
