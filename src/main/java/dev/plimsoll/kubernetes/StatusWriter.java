package dev.plimsoll.kubernetes;

import dev.plimsoll.api.v1alpha1.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Says in the status of policies and exceptions what has become of them, in the one replica that leads. A look compares
 * what is in memory; only what differs is written, so that nothing is written while nothing changes.
 */
final class StatusWriter implements Runnable, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(StatusWriter.class);

    /** So many at a look, that a thousand broken resources do not keep the API server busy. */
    private static final int MOST_WRITES = 50;

    private final KubernetesClient client;
    private final ReadResources<?> policies;
    private final ReadResources<?> exceptions;
    private final Clock clock;
    private @Nullable Leadership leadership;
    private String problem = "";

    StatusWriter(KubernetesClient client, ReadResources<?> policies, ReadResources<?> exceptions, Clock clock) {
        this.client = client;
        this.policies = policies;
        this.exceptions = exceptions;
        this.clock = clock;
    }

    void contend(ElectionLease lease, Executor executor) {
        leadership = Leadership.contend(client, lease, () -> {}, executor);
    }

    /** Compares, and writes what differs, if this replica leads. Blocks while it writes. */
    @Override
    public synchronized void run() {
        if (leadership == null || !leadership.isLeading()) {
            return;
        }
        try {
            int left = write(Cluster.POLICIES, policies, MOST_WRITES);
            write(Cluster.EXCEPTIONS, exceptions, left);
            problem = "";
        } catch (KubernetesClientException e) {
            warnOnce(e);
        }
    }

    /** @return how many more may be written */
    private int write(ResourceDefinitionContext kind, ReadResources<?> resources, int most) {
        Instant now = clock.instant();
        int left = most;
        for (ReadResources.Entry<?> entry : resources.entries()) {
            Condition condition = ReadyCondition.of(entry, now);
            if (left > 0 && !ReadyCondition.isWritten(condition, entry.resource())) {
                write(kind, entry.resource(), condition);
                left--;
            }
        }
        return left;
    }

    private void write(ResourceDefinitionContext kind, GenericKubernetesResource resource, Condition condition) {
        GenericKubernetesResource changed = client.getKubernetesSerialization().clone(resource);
        changed.setAdditionalProperty("status", Map.of("conditions", conditions(resource, condition)));
        try {
            client.genericKubernetesResources(kind).resource(changed).updateStatus();
        } catch (KubernetesClientException e) {
            // Changed or gone meanwhile: the watch will say so, and the next look compares anew.
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
        }
    }

    /** Conditions of other types are somebody else's. */
    private static List<Map<?, ?>> conditions(GenericKubernetesResource resource, Condition condition) {
        List<Map<?, ?>> conditions = new ArrayList<>();
        ReadyCondition.conditions(resource).stream()
                .filter(it -> !ReadyCondition.TYPE.equals(it.get("type")))
                .forEach(conditions::add);
        conditions.add(ReadyCondition.tree(condition));
        return conditions;
    }

    private void warnOnce(KubernetesClientException e) {
        String now = String.valueOf(e.getMessage());
        if (!now.equals(problem)) {
            problem = now;
            LOG.warnf("the status of policies cannot be written, and is tried again: %s", now);
        }
    }

    @Override
    public void close() {
        if (leadership != null) {
            leadership.close();
        }
    }
}
