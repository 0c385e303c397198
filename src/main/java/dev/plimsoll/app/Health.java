package dev.plimsoll.app;

import dev.plimsoll.certificate.ServingCertificate;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** What the kubelet's probes are told. */
final class Health {

    private static final byte[] ANY_REVIEW = WarmUp.review();

    /** Started once warm, so that the other probes wait. */
    @Produces
    @Singleton
    @Startup
    HealthCheck warm(WarmUp warmUp) {
        return () ->
                HealthCheckResponse.named("warmed up").status(warmUp.isDone()).build();
    }

    /** Ready if it can be called over TLS with the certificate in use: the one thing that an API server needs. */
    @Produces
    @Singleton
    @Readiness
    HealthCheck serving(WarmUp warmUp, OwnEndpoint endpoint, @Identifier("plimsoll") ServingCertificate certificate) {
        return () -> HealthCheckResponse.named("serving over TLS")
                .status(warmUp.isDone() && answers(endpoint))
                .withData("certificate ends", certificate.endsAt().toString())
                .build();
    }

    private static boolean answers(OwnEndpoint endpoint) {
        try {
            return endpoint.post(ANY_REVIEW) == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
