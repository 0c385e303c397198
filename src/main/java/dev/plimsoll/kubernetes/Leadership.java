package dev.plimsoll.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One replica's part in electing the one that does what is to be done once. It contends until it is closed, through any
 * absence of the API server. As everywhere in Kubernetes it spares work and does not exclude: clocks differ, and a leader can
 * be overtaken between looking and writing, so what is written is to carry the resource version that was read.
 */
public final class Leadership implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Leadership.class);

    /** What shutting down waits for, at the most, to let the Lease go. */
    private static final Duration LONGEST_RELEASE = Duration.ofSeconds(3);

    private final KubernetesClient client;
    private final ElectionLease lease;
    private final Runnable onLeading;
    private final Executor executor;
    private final ObservedLock lock;

    private volatile boolean leading;
    private volatile @Nullable String leader;
    private boolean closed;
    private @Nullable CompletableFuture<?> election;

    private Leadership(KubernetesClient client, ElectionLease lease, Runnable onLeading, Executor executor) {
        this.client = client;
        this.lease = lease;
        this.onLeading = onLeading;
        this.executor = executor;
        this.lock = new ObservedLock(lease);
    }

    /**
     * Begins to contend.
     *
     * @param onLeading is run each time that this replica becomes the leader
     * @param executor for requests to the API server, which block, and for {@code onLeading}
     */
    public static Leadership contend(
            KubernetesClient client, ElectionLease lease, Runnable onLeading, Executor executor) {
        Leadership leadership = new Leadership(client, lease, onLeading, executor);
        leadership.elect();
        return leadership;
    }

    /** Whether this replica leads. Without the API server it does not, at the latest when others could. */
    public boolean isLeading() {
        return leading && lock.wasHeldWithin(lease.renewDeadline());
    }

    /** Who was last seen to lead, by its identity: perhaps this replica itself. */
    public Optional<String> leader() {
        return Optional.ofNullable(leader).filter(name -> !name.isEmpty());
    }

    private synchronized void elect() {
        if (closed) {
            return;
        }
        AtomicBoolean over = new AtomicBoolean();
        Runnable onEnd = () -> {
            leading = false;
            if (over.compareAndSet(false, true)) {
                CompletableFuture.delayedExecutor(lease.retryPeriod().toMillis(), TimeUnit.MILLISECONDS, executor)
                        .execute(this::elect);
            }
        };
        election = new LeaderElector(client, config(onEnd), executor).start();
        // An elector does not get to its end if the API server is absent then, but it always says that it leads no
        // more.
        election.whenComplete((nothing, failure) -> onEnd.run());
    }

    private LeaderElectionConfig config(Runnable onEnd) {
        LeaderCallbacks callbacks = new LeaderCallbacks(this::begin, () -> end(onEnd), seen -> leader = seen);
        return new LeaderElectionConfig(
                lock, lease.duration(), lease.renewDeadline(), lease.retryPeriod(), callbacks, true, lease.name());
    }

    private void begin() {
        LOG.infof("%s leads by the Lease %s", lease.identity(), lease);
        leading = true;
        executor.execute(this::runSafely);
    }

    private void runSafely() {
        try {
            onLeading.run();
        } catch (RuntimeException e) {
            LOG.errorf(e, "what the leader by %s begins with failed", lease);
        }
    }

    private void end(Runnable onEnd) {
        LOG.infof("%s does not lead any more by the Lease %s", lease.identity(), lease);
        onEnd.run();
    }

    /** Stands back and lets the Lease go, so that the next need not wait for its end; takes three seconds at the most. */
    @Override
    public void close() {
        CompletableFuture<?> running;
        synchronized (this) {
            closed = true;
            running = election;
        }
        if (running == null) {
            return;
        }
        try {
            CompletableFuture.runAsync(() -> running.cancel(true), executor)
                    .get(LONGEST_RELEASE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.infof("the Lease %s could not be released, and ends by itself", lease);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        leading = false;
    }
}
