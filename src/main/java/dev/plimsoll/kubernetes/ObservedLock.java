package dev.plimsoll.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A Lease, and what the elector does not tell: when it was last held for certain, and, once for each, what goes wrong. The
 * elector gives up for good at a failure it does not expect, so all look like those that it does.
 */
final class ObservedLock implements Lock {

    private static final Logger LOG = Logger.getLogger(ObservedLock.class);

    private final Lock lease;
    private final String name;
    private volatile long heldAt;
    private volatile @Nullable String lastProblem;

    ObservedLock(ElectionLease lease) {
        this.lease = new LeaseLock(lease.namespace(), lease.name(), lease.identity());
        this.name = lease.toString();
    }

    /** Whether it was acquired or renewed within this time until now. */
    boolean wasHeldWithin(Duration time) {
        return System.nanoTime() - heldAt < time.toNanos();
    }

    @Override
    public @Nullable LeaderElectionRecord get(KubernetesClient client) {
        return observed(() -> lease.get(client));
    }

    @Override
    public void create(KubernetesClient client, LeaderElectionRecord leader) {
        held(() -> lease.create(client, leader));
    }

    @Override
    public void update(KubernetesClient client, LeaderElectionRecord leader) {
        held(() -> lease.update(client, withHolderWritten(leader)));
    }

    private void held(Runnable request) {
        long now = System.nanoTime();
        observed(() -> {
            request.run();
            return null;
        });
        heldAt = now;
    }

    private <T> @Nullable T observed(Supplier<@Nullable T> request) {
        try {
            T answer = request.get();
            lastProblem = null;
            return answer;
        } catch (KubernetesClientException e) {
            // Another was faster: that is what the Lease is for.
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                warnOnce(e);
            }
            throw e;
        } catch (RuntimeException e) {
            warnOnce(e);
            throw new KubernetesClientException("the Lease %s cannot be used".formatted(name), e);
        }
    }

    private void warnOnce(RuntimeException e) {
        String problem = String.valueOf(e.getMessage());
        if (!Objects.equals(problem, lastProblem)) {
            LOG.warnf("the Lease %s cannot be had, and is tried again: %s", name, problem);
            lastProblem = problem;
        }
    }

    /** A patch leaves out what is null, and the holder would stay. */
    private static LeaderElectionRecord withHolderWritten(LeaderElectionRecord leader) {
        return leader.getHolderIdentity() != null
                ? leader
                : new LeaderElectionRecord(
                        "",
                        leader.getLeaseDuration(),
                        leader.getAcquireTime(),
                        leader.getRenewTime(),
                        leader.getLeaderTransitions());
    }

    @Override
    public String identity() {
        return lease.identity();
    }

    @Override
    public String describe() {
        return lease.describe();
    }
}
