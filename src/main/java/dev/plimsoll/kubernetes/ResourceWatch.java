package dev.plimsoll.kubernetes;

import dev.plimsoll.policy.MessageText;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * All resources of one kind, followed as they change. The API server may be absent, the kind not be defined yet, or looking
 * not be allowed: it is tried again until it is closed, and what was seen last goes on to hold. Resources are not kept
 * here; the handler keeps what it needs of them.
 */
final class ResourceWatch implements AutoCloseable {

    /** What can be said of what was seen. */
    enum State {
        /** Not all of it was seen yet. */
        SYNCING,
        /** All of it was seen once. */
        SYNCED,
        /** The API server does not know the kind. */
        MISSING,
        /** The API server does not let us look. */
        FORBIDDEN
    }

    private static final Logger LOG = Logger.getLogger(ResourceWatch.class);

    /** Nodes name all their images: a page of them is some megabytes. */
    private static final long PAGE = 200;

    private static final int LONGEST_PROBLEM = 300;

    private final String plural;
    private final Clock clock;
    private final SharedIndexInformer<GenericKubernetesResource> informer;
    private volatile boolean synced;
    private volatile boolean closed;
    private volatile State unsynced = State.SYNCING;
    private volatile String problem = "";
    private volatile Instant lastSeen;

    /** The informer itself has synced before its handler was told of what it holds. */
    private final class Told implements ResourceEventHandler<GenericKubernetesResource> {

        private final ResourceEventHandler<GenericKubernetesResource> handler;

        Told(ResourceEventHandler<GenericKubernetesResource> handler) {
            this.handler = handler;
        }

        @Override
        public void onList(String resourceVersion, boolean remainedEmpty) {
            synced = true;
        }

        @Override
        public void onAdd(GenericKubernetesResource resource) {
            handler.onAdd(resource);
        }

        @Override
        public void onUpdate(GenericKubernetesResource old, GenericKubernetesResource resource) {
            handler.onUpdate(old, resource);
        }

        @Override
        public void onDelete(GenericKubernetesResource resource, boolean finalStateUnknown) {
            handler.onDelete(resource, finalStateUnknown);
        }
    }

    private ResourceWatch(
            KubernetesClient client,
            ResourceDefinitionContext kind,
            ResourceEventHandler<GenericKubernetesResource> handler,
            Clock clock) {
        this.plural = kind.getPlural();
        this.clock = clock;
        this.lastSeen = clock.instant();
        this.informer = client.genericKubernetesResources(kind)
                .inAnyNamespace()
                .withLimit(PAGE)
                .runnableInformer(0)
                .itemStore(new ReducedStateItemStore<>(
                        ReducedStateItemStore.NAME_KEY_STATE,
                        GenericKubernetesResource.class,
                        client.getKubernetesSerialization()))
                .addEventHandler(new Told(handler))
                .exceptionHandler((isStarted, failure) -> noteAndGoOn(failure));
    }

    /** Begins to look, and returns at once. */
    static ResourceWatch start(
            KubernetesClient client,
            ResourceDefinitionContext kind,
            ResourceEventHandler<GenericKubernetesResource> handler,
            Clock clock) {
        ResourceWatch watch = new ResourceWatch(client, kind, handler, clock);
        watch.informer.start();
        return watch;
    }

    String plural() {
        return plural;
    }

    State state() {
        return synced ? State.SYNCED : unsynced;
    }

    /** How long ago it was last known that nothing was missed; zero while it is. To be asked from time to time. */
    Duration age() {
        Instant now = clock.instant();
        if (informer.isWatching()) {
            lastSeen = now;
            noteRecovery();
        }
        return Duration.between(lastSeen, now);
    }

    private void noteRecovery() {
        if (!problem.isEmpty()) {
            problem = "";
            LOG.infof("%s are watched again", plural);
        }
    }

    /** Whatever it is, for it can pass. */
    private boolean noteAndGoOn(Throwable failure) {
        unsynced = stateAfter(failure);
        String now = MessageText.line(explain(failure), LONGEST_PROBLEM);
        if (!closed && !now.equals(problem)) {
            problem = now;
            LOG.warnf("%s cannot be watched, and are tried again; what is known of them holds: %s", plural, now);
        }
        return true;
    }

    private static State stateAfter(Throwable failure) {
        return switch (code(failure)) {
            case HttpURLConnection.HTTP_NOT_FOUND -> State.MISSING;
            case HttpURLConnection.HTTP_FORBIDDEN, HttpURLConnection.HTTP_UNAUTHORIZED -> State.FORBIDDEN;
            default -> State.SYNCING;
        };
    }

    private static int code(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof KubernetesClientException answer && answer.getCode() > 0) {
                return answer.getCode();
            }
        }
        return 0;
    }

    private static String explain(Throwable failure) {
        return switch (stateAfter(failure)) {
            case MISSING -> "the API server does not know them; are their definitions installed?";
            case FORBIDDEN -> "the API server does not allow it; the service account needs get, list and watch";
            default -> String.valueOf(rootOf(failure).getMessage());
        };
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    @Override
    public void close() {
        closed = true;
        informer.close();
    }
}
