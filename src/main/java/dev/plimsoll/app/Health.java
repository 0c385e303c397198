package dev.plimsoll.app;

import dev.plimsoll.kubernetes.Cluster;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** What the kubelet's probes are told. */
final class Health {

    private static final byte[] NO_REVIEW = {};
    private static final int BAD_REQUEST = 400;

    /**
     * Started once warm, so that the other probes wait; but a replica that has no certificate yet is not to be ended, for
     * the next would have none either.
     */
    @Produces
    @Singleton
    @Startup
    HealthCheck warm(WarmUp warmUp, CertificateUpkeep certificate) {
        return () -> HealthCheckResponse.named("warmed up")
                .status(warmUp.isDone() || certificate.certificate().leaf().isEmpty())
                .build();
    }

    /** Ready if it can be called over TLS with the certificate in use: the one thing that an API server needs. */
    @Produces
    @Singleton
    @Readiness
    HealthCheck serving(WarmUp warmUp, OwnEndpoint endpoint) {
        return () -> HealthCheckResponse.named("serving over TLS")
                .status(warmUp.isDone() && answers(endpoint))
                .build();
    }

    /** Ready if the API server can be expected to accept the certificate, and for a while. */
    @Produces
    @Singleton
    @Readiness
    HealthCheck certificate(CertificateUpkeep upkeep) {
        return () -> {
            Optional<String> problem = upkeep.problem();
            HealthCheckResponseBuilder response =
                    HealthCheckResponse.named("certificate").status(problem.isEmpty());
            problem.ifPresent(text -> response.withData("problem", text));
            upkeep.certificate().endsAt().ifPresent(end -> response.withData("certificate ends", end.toString()));
            return response.build();
        };
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
