package dev.plimsoll.app;

import dev.plimsoll.certificate.ServingCertificate;
import dev.plimsoll.kubernetes.Cluster;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** What the kubelet's probes are told. */
final class Health {

    private static final byte[] NO_REVIEW = {};
    private static final int BAD_REQUEST = 400;

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

    /** Ready once it knows by what to judge; from then on what was seen last holds, whatever the API server does. */
    @Produces
    @Singleton
    @Readiness
    HealthCheck policies(Cluster cluster) {
        return () -> {
            HealthCheckResponseBuilder response =
                    HealthCheckResponse.named("policies").status(cluster.isReady());
            cluster.states().forEach(response::withData);
            return response.build();
        };
    }

    /** It is asked what it must refuse, so that probes are not among the reviews that are counted. */
    private static boolean answers(OwnEndpoint endpoint) {
        try {
            return endpoint.post(NO_REVIEW) == BAD_REQUEST;
        } catch (IOException e) {
            return false;
        }
    }
}
