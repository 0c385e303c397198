package dev.plimsoll.bench;

import dev.plimsoll.audit.AuditLoop;
import dev.plimsoll.audit.AuditMetrics;
import dev.plimsoll.audit.AuditResult;
import dev.plimsoll.audit.DockerHubBudget;
import dev.plimsoll.audit.Judging;
import dev.plimsoll.audit.ReportTarget;
import dev.plimsoll.audit.Scan;
import dev.plimsoll.audit.Surroundings;
import dev.plimsoll.audit.TestAuditSettings;
import dev.plimsoll.base.KnownBases;
import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.HistoryEntry;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.Layer;
import dev.plimsoll.image.Platform;
import dev.plimsoll.kubernetes.ClusterObjects;
import dev.plimsoll.kubernetes.ListServer;
import dev.plimsoll.kubernetes.PolicyFiles;
import dev.plimsoll.kubernetes.ReportKind;
import dev.plimsoll.kubernetes.WorkloadMapper;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.PolicyBuilder;
import dev.plimsoll.policy.PolicySet;
import dev.plimsoll.policy.check.ImageSize;
import dev.plimsoll.policy.check.LayerCount;
import dev.plimsoll.policy.check.LayerSize;
import dev.plimsoll.policy.check.MutableTag;
import dev.plimsoll.policy.check.RootUser;
import dev.plimsoll.workload.Namespace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * {@code make bench-audit}: an audit of 100,000 pods over 3,000 images in 500 namespaces, with little heap.
 *
 * <p>This process plays the API server, which makes each pod, of some five kilobytes, when it is sent; the scan is in one of its
 * own. Images are made when they are asked for: twelve layers, of which the first two are one of twenty bases', and twenty
 * lines of history.
 */
public final class AuditMemory {

    private static final int PODS = 100_000;
    private static final int IMAGES = 3_000;
    private static final int NAMESPACES = 500;
    private static final int REPLICAS = 5;
    private static final int MOST_FINDINGS = 1_000;
    private static final int HEAP_MEBIBYTES = 256;

    /**
     * Workloads of five replicas; {@code alone}, a pod for each workload, leaves nothing to put together; {@code wrong},
     * besides, whatever can be wrong is wrong with every image, so that more is found than is kept.
     */
    private static final List<String> SHAPES = List.of("replicas", "alone", "wrong");

    private AuditMemory() {}

    public static void main(String... args) throws Exception {
        if (args.length > 0) {
            scan(args[0]);
            System.exit(0);
        }
        System.out.printf(
                "%,d pods, %,d images, %,d namespaces, a heap of %d MB%n", PODS, IMAGES, NAMESPACES, HEAP_MEBIBYTES);
        for (String shape : SHAPES) {
            try (ListServer server = ListServer.start()) {
                fill(server, shape);
                server.list("/apis/openreports.io/v1alpha1/reports")
                        .list("/apis/openreports.io/v1alpha1/clusterreports");
                int status = new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xmx%dm".formatted(HEAP_MEBIBYTES),
                                "-XX:+UseSerialGC",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                                "-Dkubernetes.master=" + server.url(),
                                "-Dkubernetes.auth.tryKubeConfig=false",
                                "-Dkubernetes.auth.tryServiceAccount=false",
                                "-cp",
                                System.getProperty("java.class.path"),
                                AuditMemory.class.getName(),
                                shape)
                        .inheritIO()
                        .start()
                        .waitFor();
                if (status != 0) {
                    System.out.printf("  %s: ended with %d%n", shape, status);
                }
            }
        }
        System.exit(0);
    }

    private static void fill(ListServer server, String shape) {
        boolean replicas = shape.equals("replicas");
        String managed = "\"managedFields\":[{\"manager\":\"kubelet\",\"fieldsV1\":{\"x\":\"%s\"}}]"
                .formatted("f:".repeat(2000));
        server.list("/api/v1/pods", PODS, number -> {
            int workload = replicas ? number / REPLICAS : number;
            String owner = replicas
                    ? ",\"ownerReferences\":[{\"apiVersion\":\"apps/v1\",\"kind\":\"ReplicaSet\",\"name\":\"app-%d-1\",\"controller\":true}]"
                            .formatted(workload)
                    : "";
            return ("{\"metadata\":{\"name\":\"app-%d-%d\",\"namespace\":\"ns-%d\",\"labels\":{\"app\":\"app-%d\",\"uid\":\"%d\"},%s%s},"
                            + "\"spec\":{\"containers\":[{\"name\":\"main-%d\",\"image\":\"%s\"},{\"name\":\"proxy\",\"image\":\"registry.corp/proxy:1\"}]},"
                            + "\"status\":{\"phase\":\"Running\"}}")
                    .formatted(
                            workload,
                            number,
                            workload % NAMESPACES,
                            workload,
                            number,
                            managed,
                            owner,
                            workload,
                            image(workload));
        });
        if (replicas) {
            server.list(
                    "/apis/apps/v1/replicasets",
                    PODS / REPLICAS,
                    number -> template(
                            number,
                            "-1",
                            ",\"ownerReferences\":[{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"name\":\"app-%d\",\"controller\":true}]"
                                    .formatted(number)));
            server.list("/apis/apps/v1/deployments", PODS / REPLICAS, number -> template(number, "", ""));
        }
    }

    private static String template(int number, String suffix, String owner) {
        return ("{\"metadata\":{\"name\":\"app-%d%s\",\"namespace\":\"ns-%d\"%s},\"spec\":{\"template\":{\"spec\":{\"containers\":["
                        + "{\"name\":\"main-%d\",\"image\":\"%s\"},{\"name\":\"proxy\",\"image\":\"registry.corp/proxy:1\"}]}}}}")
                .formatted(number, suffix, number % NAMESPACES, owner, number, image(number));
    }

    private static String image(int workload) {
        int app = workload % (IMAGES - 1);
        return "registry.corp/team-%d/app-%d:1.%d".formatted(app % 50, app, app % 3);
    }

    private static Inspection inspection(ImageReference reference) {
        List<Layer> layers = new ArrayList<>();
        List<HistoryEntry> history = new ArrayList<>();
        String name = reference.toString();
        for (int i = 0; i < 12; i++) {
            String seed = i < 2 ? "base " + Math.floorMod(name.hashCode(), 20) : name;
            layers.add(new Layer(
                    Digest.of(seed + i), new DataSize((10L + i) << 20), "application/vnd.oci.image.layer.v1.tar+gzip"));
        }
        for (int i = 0; i < 20; i++) {
            history.add(new HistoryEntry(
                    "RUN /bin/sh -c make step " + i + " of " + name + " ".repeat(100), "", Optional.empty(), i > 11));
        }
        ImageConfig config = new ImageConfig(
                Optional.of(Platform.LINUX_AMD64), "", Optional.empty(), List.of("PATH=/bin"), Map.of(), history);
        Image image = new Image(Digest.of(name), Optional.of(Platform.LINUX_AMD64), layers, config, Map.of());
        return new Inspection(image.digest(), List.of(image), Set.of(Platform.LINUX_AMD64));
    }

    private static void scan(String shape) {
        // Without the configuration of a server everything would be logged, and kept for it.
        Logger.getLogger("").setLevel(Level.OFF);
        Clock clock = Clock.systemUTC();
        AtomicInteger lookUps = new AtomicInteger();
        AtomicLong live = new AtomicLong();
        try (var objects = ClusterObjects.of(Optional.empty())) {
            Scan scan = new Scan(
                    objects,
                    new Surroundings(
                            new WorkloadMapper(Set.of(Platform.LINUX_AMD64)), Namespace::named, List::of, it -> true),
                    new Judging(
                            inspector -> new Evaluator(inspector, Mode.ENFORCE, clock, Runnable::run),
                            (reference, platforms, credentials) -> {
                                if (lookUps.incrementAndGet() % 250 == 0) {
                                    live.accumulateAndGet(live(), Math::max);
                                }
                                return CompletableFuture.completedFuture(inspection(reference));
                            },
                            Mode.ENFORCE,
                            KnownBases.NONE,
                            new DockerHubBudget(0, clock),
                            4,
                            Duration.ofSeconds(10),
                            MOST_FINDINGS),
                    clock);
            AuditLoop loop = new AuditLoop(
                    scan,
                    Optional.of(objects.reports(ReportKind.OPENREPORTS)),
                    new TestAuditSettings(ReportTarget.OPENREPORTS, MOST_FINDINGS),
                    () -> policies(shape),
                    () -> true,
                    new AuditMetrics(new SimpleMeterRegistry(), clock, Duration.ofHours(1), 20),
                    clock);
            loop.run();
            AuditResult result = loop.last().orElseThrow();
            live.accumulateAndGet(live(), Math::max);
            System.out.printf(
                    "  %-8s %,7d pods of %,7d workloads, %,5d images looked at %,5d times; %,7d findings, %,7d of them in %d"
                            + " reports; processor %.1f s; heap in use at most %d MB, after collections %d MB; the process at"
                            + " most %d MB%n",
                    shape,
                    result.totals().pods(),
                    result.totals().owners(),
                    result.savings().images(),
                    lookUps.get(),
                    result.findings().stream().mapToInt(it -> it.total()).sum(),
                    result.findings().stream()
                            .mapToInt(it -> it.findings().size())
                            .sum(),
                    result.findings().size(),
                    ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                                    .getProcessCpuTime()
                            / 1e9,
                    peak() >> 20,
                    live.get() >> 20,
                    residentMebibytes());
        }
    }

    private static PolicySet policies(String shape) {
        Policy policy = PolicyBuilder.aPolicy()
                .name("nothing-is-right")
                .check(new ImageSize(new DataSize(1)))
                .check(new LayerSize(new DataSize(1)))
                .check(new LayerCount(1))
                .check(new RootUser(false))
                .check(new MutableTag(List.of("1", "1.0", "1.1", "1.2"), false))
                .build();
        return shape.equals("wrong") ? new PolicySet(List.of(policy), List.of()) : PolicyFiles.builtIn();
    }

    /** The most that the process had in memory, its code and its threads included. */
    private static long residentMebibytes() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long live() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }
}
