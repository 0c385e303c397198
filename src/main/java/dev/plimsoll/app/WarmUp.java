package dev.plimsoll.app;

import dev.plimsoll.admission.AdmissionMetrics;
import dev.plimsoll.certificate.ServingCertificate;
import dev.plimsoll.image.ImageInspector;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Platform;
import dev.plimsoll.registry.RegistryInspector;
import io.quarkus.vertx.http.HttpsServerStart;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Walks the real path some times before anybody is served: a first review would otherwise pay for loading classes, and
 * could miss its deadline.
 */
@Singleton
final class WarmUp {

    private static final Logger LOG = Logger.getLogger(WarmUp.class);

    private static final int ROUNDS = 20;

    /** Nothing listens there, so that no registry is bothered; all of the client is used up to the connection. */
    private static final ImageReference NOWHERE = ImageReference.parse("127.0.0.1:1/plimsoll/warm-up:1");

    private final OwnEndpoint endpoint;
    private final ImageInspector inspector;
    private final AdmissionMetrics metrics;
    private final ServingCertificate certificate;
    private final ScheduledExecutorService executor;
    private volatile boolean done;

    WarmUp(
            OwnEndpoint endpoint,
            RegistryInspector inspector,
            AdmissionMetrics metrics,
            @Identifier("plimsoll") ServingCertificate certificate,
            ScheduledExecutorService executor) {
        this.endpoint = endpoint;
        this.inspector = inspector;
        this.metrics = metrics;
        this.certificate = certificate;
        this.executor = executor;
    }

    boolean isDone() {
        return done;
    }

    void begin(@ObservesAsync HttpsServerStart started) {
        executor.execute(this::run);
    }

    private void run() {
        if (certificate.leaf().isEmpty()) {
            executor.schedule(this::run, 1, TimeUnit.SECONDS);
            return;
        }
        inspector.inspect(NOWHERE, Set.of(Platform.LINUX_AMD64));
        byte[] review = review();
        try {
            for (int round = 0; round < ROUNDS; round++) {
                endpoint.post(review);
            }
            metrics.begin();
            done = true;
        } catch (IOException e) {
            LOG.warnf("the webhook does not answer itself yet: %s", e.getMessage());
            executor.schedule(this::run, 1, TimeUnit.SECONDS);
        }
    }

    private static byte[] review() {
        try (InputStream review = WarmUp.class.getResourceAsStream("/warm-up/review.json")) {
            return review.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
