package dev.plimsoll.app;

import dev.plimsoll.kubernetes.Cluster;
import dev.plimsoll.kubernetes.PolicyStore;
import dev.plimsoll.policy.PolicySet;
import dev.plimsoll.web.Snapshot;
import dev.plimsoll.web.WebRoutes;
import dev.plimsoll.web.WebSettings;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Has the pages served on the management port, if they are wanted. */
@Singleton
final class WebInterface {

    private final WebSettings settings;
    private final PlimsollSettings plimsoll;
    private final Auditing auditing;
    private final PolicyStore policies;
    private final Cluster cluster;
    private final Clock clock;
    private final Vertx vertx;
    private @Nullable WebRoutes routes;

    WebInterface(
            WebSettings settings,
            PlimsollSettings plimsoll,
            Auditing auditing,
            PolicyStore policies,
            Cluster cluster,
            Clock clock,
            Vertx vertx) {
        this.settings = settings;
        this.plimsoll = plimsoll;
        this.auditing = auditing;
        this.policies = policies;
        this.cluster = cluster;
        this.clock = clock;
        this.vertx = vertx;
    }

    void addTo(@Observes ManagementInterface management) {
        if (settings.enabled()) {
            routes = new WebRoutes(vertx, this::snapshot);
            routes.addTo(management.router());
        }
    }

    private Snapshot snapshot() {
        PolicySet current = policies.current();
        boolean builtIn = plimsoll.policies().isEmpty() && !cluster.isWatched();
        return new Snapshot(auditing.state(), current, cluster.standings(), builtIn, plimsoll.mode(), clock.instant());
    }

    @PreDestroy
    void end() {
        if (routes != null) {
            routes.close();
        }
    }
}
