package dev.plimsoll.kubernetes;

import dev.plimsoll.advice.AdviceSource;
import dev.plimsoll.api.v1alpha1.ApiGroup;
import dev.plimsoll.api.v1alpha1.ImageAdmissionException;
import dev.plimsoll.api.v1alpha1.ImageAdmissionPolicy;
import dev.plimsoll.image.Platform;
import dev.plimsoll.kubernetes.ResourceWatch.State;
import dev.plimsoll.policy.ImageException;
import dev.plimsoll.policy.Policy;
import dev.plimsoll.policy.PolicySet;
import dev.plimsoll.workload.Namespace;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the cluster: its policies and exceptions, the labels of its namespaces, the platforms of its nodes. All
 * of it is in memory and is followed as it changes; while the API server is absent, what was seen last holds.
 */
public final class Cluster implements Runnable, AutoCloseable {

    static final ResourceDefinitionContext POLICIES =
            custom(ImageAdmissionPolicy.KIND, "imageadmissionpolicies", false);
    static final ResourceDefinitionContext EXCEPTIONS =
            custom(ImageAdmissionException.KIND, "imageadmissionexceptions", true);
    static final ResourceDefinitionContext NAMESPACES = core("Namespace", "namespaces");
    static final ResourceDefinitionContext NODES = core("Node", "nodes");

    /** It is doubled at most five times: an API server that is back is found within 3.2 seconds. */
    private static final Duration RECONNECT = Duration.ofMillis(100);

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    private final ReadResources<Policy> policies;
    private final ReadResources<ImageException> exceptions =
            new ReadResources<>(ImageAdmissionException.KIND, PolicyReading::exception);
    private final SeenNamespaces namespaces = new SeenNamespaces();
    private final SeenNodes nodes = new SeenNodes();

    private final Set<Platform> fallbackPlatforms;
    private final boolean policiesElsewhere;
    private final Clock clock;
    private final Map<ResourceDefinitionContext, ResourceWatch> watches = new LinkedHashMap<>();
    private final ExecutorService executor;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final @Nullable KubernetesClient client;
    private final @Nullable StatusWriter status;
    private volatile PolicySet current = new PolicySet(List.of(), List.of());

    private Cluster(
            @Nullable KubernetesClient client,
            @Nullable ElectionLease lease,
            boolean policiesElsewhere,
            Set<Platform> fallbackPlatforms,
            AdviceSource adviceSource,
            Clock clock) {
        this.client = client;
        this.policies = new ReadResources<>(
                ImageAdmissionPolicy.KIND, (object, problems) -> PolicyReading.policy(object, problems, adviceSource));
        this.policiesElsewhere = policiesElsewhere;
        if (fallbackPlatforms.isEmpty()) {
            throw new IllegalArgumentException("plimsoll.platforms: a cluster has at least one platform");
        }
        this.fallbackPlatforms = Set.copyOf(fallbackPlatforms);
        this.clock = clock;
        this.executor = Executors.newCachedThreadPool(Cluster::daemon);
        if (client == null) {
            this.status = null;
            return;
        }
        watches.put(POLICIES, ResourceWatch.start(client, POLICIES, policies, clock));
        watches.put(EXCEPTIONS, ResourceWatch.start(client, EXCEPTIONS, exceptions, clock));
        watches.put(NAMESPACES, ResourceWatch.start(client, NAMESPACES, namespaces, clock));
        watches.put(NODES, ResourceWatch.start(client, NODES, nodes, clock));
        if (lease == null) {
            this.status = null;
            return;
        }
        this.status = new StatusWriter(client, policies, exceptions, clock);
        status.contend(lease, executor);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "plimsoll-cluster");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Begins to look, if the settings say so, and returns at once, whether or not there is an API server.
     *
     * @param policiesElsewhere whether there are policies of files, so that the definitions need not be installed
     * @param fallbackPlatforms what nodes are taken to be of while none was seen
     * @param adviceSource what the policies' advice is to come from
     */
    public static Cluster of(
            ClusterSettings settings,
            boolean policiesElsewhere,
            Set<Platform> fallbackPlatforms,
            AdviceSource adviceSource,
            Clock clock) {
        if (!settings.watch().isOn()) {
            return new Cluster(null, null, policiesElsewhere, fallbackPlatforms, adviceSource, clock);
        }
        KubernetesClient client = newClient();
        ElectionLease lease = ElectionLease.of(leaseNamespace(settings, client), settings.statusLease(), identity());
        return watching(client, lease, policiesElsewhere, fallbackPlatforms, adviceSource, clock);
    }

    /** @param client closed with this */
    static Cluster watching(
            KubernetesClient client,
            ElectionLease lease,
            boolean policiesElsewhere,
            Set<Platform> fallbackPlatforms,
            AdviceSource adviceSource,
            Clock clock) {
        return new Cluster(client, lease, policiesElsewhere, fallbackPlatforms, adviceSource, clock);
    }

    /**
     * Looks and writes nothing: for whoever passes by.
     *
     * @param context of the kubeconfig; empty for the current one, or the service account of the pod
     * @param fallbackPlatforms what nodes are taken to be of while none was seen
     * @param adviceSource what the policies' advice is to come from
     */
    public static Cluster observed(
            Optional<String> context, Set<Platform> fallbackPlatforms, AdviceSource adviceSource, Clock clock) {
        return new Cluster(newClient(context), null, true, fallbackPlatforms, adviceSource, clock);
    }

    /** Nothing is tried twice within a request: whatever asks does so again by itself. */
    static Config config(ConfigBuilder base) {
        return base.withWatchReconnectInterval((int) RECONNECT.toMillis())
                .withRequestTimeout((int) REQUEST_TIMEOUT.toMillis())
                .withConnectionTimeout((int) CONNECT_TIMEOUT.toMillis())
                .withRequestRetryBackoffLimit(0)
                .build();
    }

    static KubernetesClient newClient() {
        return newClient(Optional.empty());
    }

    static KubernetesClient newClient(Optional<String> context) {
        ConfigBuilder base = context.map(name -> new ConfigBuilder(Config.autoConfigure(name)))
                .orElseGet(ConfigBuilder::new);
        return new KubernetesClientBuilder().withConfig(config(base)).build();
    }

    static String leaseNamespace(ClusterSettings settings, KubernetesClient client) {
        return settings.namespace()
                .or(() -> Optional.ofNullable(client.getNamespace()))
                .orElse("default");
    }

    static String identity() {
        String name = System.getenv("HOSTNAME");
        return name == null || name.isBlank() ? UUID.randomUUID().toString() : name;
    }

    private static ResourceDefinitionContext custom(String kind, String plural, boolean namespaced) {
        return context(ApiGroup.NAME, ApiGroup.VERSION, kind, plural, namespaced);
    }

    private static ResourceDefinitionContext core(String kind, String plural) {
        return context("", "v1", kind, plural, false);
    }

    private static ResourceDefinitionContext context(
            String group, String version, String kind, String plural, boolean namespaced) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(namespaced)
                .build();
    }

    /** Whether it is looked at at all. */
    public boolean isWatched() {
        return client != null;
    }

    /** Those of the cluster's resources that can be used; the same object until something changes. */
    public PolicySet policies() {
        PolicySet before = current;
        List<Policy> nowPolicies = policies.values();
        List<ImageException> nowExceptions = exceptions.values();
        if (before.policies() == nowPolicies && before.exceptions() == nowExceptions) {
            return before;
        }
        PolicySet now = new PolicySet(nowPolicies, nowExceptions);
        current = now;
        return now;
    }

    /** The namespace with its labels; with none but its name's, if it was not seen. */
    public Namespace namespace(String name) {
        return namespaces.named(name);
    }

    /** The names of all that were seen, in order. */
    public List<String> namespaces() {
        return namespaces.names();
    }

    /** Those of the nodes; the fallback while none was seen. */
    public Set<Platform> platforms() {
        Set<Platform> seen = nodes.platforms();
        return seen.isEmpty() ? fallbackPlatforms : seen;
    }

    /**
     * Whether enough is known to judge by. It waits for the first look at policies, exceptions, namespaces and nodes, but
     * not for the definitions where there are policies of files, nor for nodes that it may not look at. What was seen once
     * stays known.
     */
    public boolean isReady() {
        return watches.entrySet().stream()
                .allMatch(watch -> isEnough(watch.getKey(), watch.getValue().state()));
    }

    private boolean isEnough(ResourceDefinitionContext kind, State state) {
        return switch (state) {
            case SYNCED -> true;
            case SYNCING -> false;
            case MISSING -> policiesElsewhere && (kind == POLICIES || kind == EXCEPTIONS);
            case FORBIDDEN -> kind == NODES;
        };
    }

    /** By resource, in the plural, what can be said of it: syncing, synced, missing or forbidden. Empty if none is watched. */
    public Map<String, String> states() {
        Map<String, String> states = new LinkedHashMap<>();
        watches.values()
                .forEach(
                        watch -> states.put(watch.plural(), watch.state().name().toLowerCase(Locale.ROOT)));
        return states;
    }

    /** How long ago it was last known that no change of these resources was missed; zero while it is. */
    public Duration age(String plural) {
        return watches.values().stream()
                .filter(watch -> watch.plural().equals(plural))
                .map(ResourceWatch::age)
                .findFirst()
                .orElse(Duration.ZERO);
    }

    /** What is the matter with the cluster's policies and exceptions. */
    public int problems() {
        return (int) (policies.entries().stream()
                        .mapToLong(entry -> entry.problems().size())
                        .sum()
                + exceptions.entries().stream()
                        .mapToLong(entry -> entry.problems().size())
                        .sum());
    }

    /** How many of the cluster's policies are in this state. */
    public long policies(ResourceState state) {
        return policies.entries().stream()
                .filter(entry -> ResourceState.of(entry) == state)
                .count();
    }

    /** What has become of each of the cluster's policies, and then of each of its exceptions, by their names. */
    public List<ResourceStanding> standings() {
        return Stream.concat(policies.entries().stream(), exceptions.entries().stream())
                .map(ResourceStanding::of)
                .toList();
    }

    /** What is to be done every few seconds: look after the watches and, in one replica, write status. */
    @Override
    public void run() {
        watches.values().forEach(ResourceWatch::age);
        if (status != null) {
            status.run();
        }
    }

    /** Closing it again does nothing. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        if (status != null) {
            status.close();
        }
        watches.values().forEach(ResourceWatch::close);
        if (client != null) {
            client.close();
        }
        executor.shutdownNow();
    }
}
