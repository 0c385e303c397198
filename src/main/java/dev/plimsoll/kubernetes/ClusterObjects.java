package dev.plimsoll.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The objects in the cluster, to be read when somebody asks, and the reports on them. */
public final class ClusterObjects implements AutoCloseable {

    private final KubernetesClient client;
    private final ObjectPages pages;
    private final ExecutorService executor;
    private @Nullable Leadership leadership;
    private String leaseNamespace = "";

    private ClusterObjects(KubernetesClient client) {
        this.client = client;
        this.pages = new ObjectPages(client);
        this.executor = Executors.newCachedThreadPool(ClusterObjects::daemon);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "plimsoll-audit-lease");
        thread.setDaemon(true);
        return thread;
    }

    /** @param context of the kubeconfig; empty for the current one, or the service account of the pod */
    public static ClusterObjects of(Optional<String> context) {
        return of(Cluster.newClient(context));
    }

    /** @param client closed with this */
    static ClusterObjects of(KubernetesClient client) {
        return new ClusterObjects(client);
    }

    /**
     * Begins to contend for a Lease with the other replicas.
     *
     * @param settings whose namespace is the Lease's
     */
    public void contend(ClusterSettings settings, String lease) {
        contend(ElectionLease.of(Cluster.leaseNamespace(settings, client), lease, Cluster.identity()));
    }

    void contend(ElectionLease lease) {
        leaseNamespace = lease.namespace();
        leadership = Leadership.contend(client, lease, () -> {}, executor);
    }

    /** Whether this replica holds the Lease it contends for. */
    public boolean isLeading() {
        Leadership current = leadership;
        return current != null && current.isLeading();
    }

    /** Who was last seen to hold the Lease: a pod's name. */
    public Optional<String> leader() {
        return Optional.ofNullable(leadership).flatMap(Leadership::leader);
    }

    /** The namespace of the Lease, and so of its contenders; empty if this replica does not contend. */
    public String leaseNamespace() {
        return leaseNamespace;
    }

    /**
     * Reads all objects of a kind, a page at a time. Where a page cannot be had any more the list is read anew, from
     * nothing on.
     *
     * @param namespace empty for all
     * @param nothing what no objects come to
     * @param add adds one object, with what {@link WorkloadMapper} reads of it and with its namespace and owners
     * @throws ApiRefusedException if the list cannot be read to its end
     */
    public <T> T read(
            WorkloadKind kind, Optional<String> namespace, Supplier<T> nothing, BiConsumer<T, ObjectNode> add) {
        return pages.read(path(kind, namespace), "", WorkloadMapper.LISTED, nothing, (all, object) -> {
            kind.complete(object);
            add.accept(all, object);
        });
    }

    private static String path(WorkloadKind kind, Optional<String> namespace) {
        String root = kind.apiVersion().contains("/") ? "/apis/" : "/api/";
        return root
                + kind.apiVersion()
                + namespace.map(name -> "/namespaces/" + name).orElse("")
                + "/"
                + kind.plural();
    }

    public ReportStore reports(ReportKind kind) {
        return new ReportStore(client, kind);
    }

    /** Lets the Lease go. */
    @Override
    public void close() {
        if (leadership != null) {
            leadership.close();
        }
        client.close();
        executor.shutdownNow();
    }
}
