package dev.plimsoll.audit;

import static dev.plimsoll.audit.Manifests.pod;
import static dev.plimsoll.image.ImageBuilder.anImage;

import dev.plimsoll.image.Image;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.kubernetes.ClusterObjects;
import dev.plimsoll.kubernetes.ListServer;
import dev.plimsoll.kubernetes.PolicyFiles;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A scan of a small cluster. */
public final class SampleScan {

    private SampleScan() {}

    /** Leaves behind the metrics of one that came to its end. */
    public static void into(MeterRegistry metrics) {
        Image image = anImage()
                .mebibytes(10)
                .user("")
                .annotations(Map.of("org.opencontainers.image.base.name", "docker.io/library/node:18"))
                .build();
        TestAuditSettings settings = new TestAuditSettings(Duration.ofHours(1), ReportTarget.OFF, 1000);
        try (ListServer server =
                        ListServer.start().list("/api/v1/pods", pod("shop", "web", "", "registry.corp/web:1"));
                ClusterObjects objects = server.objects()) {
            new AuditLoop(
                            Scanning.scan(
                                    objects,
                                    (reference, platforms, credentials) -> CompletableFuture.completedFuture(
                                            new Inspection(image.digest(), List.of(image), platforms))),
                            Optional.empty(),
                            settings,
                            PolicyFiles::builtIn,
                            () -> true,
                            new AuditMetrics(metrics, Scanning.CLOCK, settings.interval(), 20),
                            Scanning.CLOCK)
                    .run();
        }
    }
}
