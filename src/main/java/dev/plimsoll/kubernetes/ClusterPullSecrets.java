package dev.plimsoll.kubernetes;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.plimsoll.evaluation.PullCredentials;
import dev.plimsoll.registry.PullSecrets;
import dev.plimsoll.workload.PullIdentity;
import dev.plimsoll.workload.Workload;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pull secrets of workloads, as the kubelet will have them: those that the pod names, or those of its service account if
 * it names none, which the API server then writes into the pod. A pod template has not been through that yet.
 *
 * <p>Each is read when somebody needs it, by its name and in the workload's own namespace, and kept for a short time.
 */
public final class ClusterPullSecrets implements PullCredentials, AutoCloseable {

    /** Whoever makes a pod decides how often the API server is asked for it. */
    private static final int MOST_SECRETS = 20;

    private static final ObjectRead TOO_MANY =
            new ObjectRead.Nothing("only the first %d pull secrets were read".formatted(MOST_SECRETS));

    /** A secret that is made after the pod was refused is to count soon. */
    private static final Duration NOTHING_TTL = Duration.ofSeconds(5);

    private static final int BYTES_IN_MEMORY = 16 << 20;

    /** Of an entry but for what is in it; and how often that is in memory, taken apart. */
    private static final int ENTRY_BYTES = 1 << 10;

    private static final int EXPANSION = 3;

    private final @Nullable KubernetesClient client;
    private final Optional<Set<String>> namespaces;
    private final AsyncCache<NamedObject, ObjectRead> known;
    private final @Nullable ObjectReader reader;

    private ClusterPullSecrets(@Nullable KubernetesClient client, PullSecretSettings settings) {
        this.client = client;
        this.namespaces = settings.namespaces();
        this.reader = client == null ? null : new ObjectReader(client, settings.timeout());
        this.known = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumWeight(BYTES_IN_MEMORY)
                .weigher(ClusterPullSecrets::weight)
                .expireAfter(Expiry.<NamedObject, ObjectRead>writing(
                        (object, read) -> read instanceof ObjectRead.Nothing ? NOTHING_TTL : settings.ttl()))
                .buildAsync();
    }

    private static int weight(NamedObject object, ObjectRead read) {
        int bytes = ENTRY_BYTES + object.namespace().length() + object.name().length();
        return read instanceof ObjectRead.Secret secret ? bytes + EXPANSION * secret.bytes() : bytes;
    }

    /**
     * Asks nobody yet, and does not need an API server that answers.
     *
     * @param clusterIsWatched what decides if the settings do not
     */
    public static ClusterPullSecrets of(PullSecretSettings settings, boolean clusterIsWatched) {
        return of(settings, clusterIsWatched, () -> ApiServer.newClient(settings.timeout()));
    }

    /**
     * Those that somebody who passes by may read.
     *
     * @param context of the kubeconfig; empty for the current one, or the service account of the pod
     */
    public static ClusterPullSecrets observed(PullSecretSettings settings, Optional<String> context) {
        return of(settings, true, () -> Cluster.newClient(context));
    }

    private static ClusterPullSecrets of(
            PullSecretSettings settings, boolean unlessSaid, Supplier<KubernetesClient> client) {
        require(!settings.ttl().isNegative() && !settings.ttl().isZero(), "plimsoll.pull-secrets.ttl", settings.ttl());
        require(settings.timeout().toMillis() > 0, "plimsoll.pull-secrets.timeout", settings.timeout());
        return settings.enabled().orElse(unlessSaid)
                ? reading(client.get(), settings)
                : new ClusterPullSecrets(null, settings);
    }

    private static void require(boolean usable, String key, Duration value) {
        if (!usable) {
            throw new IllegalArgumentException("%s: %s is too short".formatted(key, value));
        }
    }

    /** @param client closed with this */
    static ClusterPullSecrets reading(KubernetesClient client, PullSecretSettings settings) {
        return new ClusterPullSecrets(client, settings);
    }

    @Override
    public CompletionStage<Found> of(Workload workload) {
        String namespace = workload.namespace().name();
        PullIdentity identity = workload.pullIdentity();
        if (!identity.secrets().isEmpty()) {
            return secrets(namespace, identity.secrets());
        }
        // What a service account that may not be read would have is not known, and mostly it is nothing.
        return mayRead(namespace)
                ? ofServiceAccount(NamedObject.serviceAccount(namespace, identity.serviceAccount()))
                : CompletableFuture.completedFuture(Found.NOTHING);
    }

    private CompletableFuture<Found> ofServiceAccount(NamedObject account) {
        return read(account).thenCompose(read -> {
            if (read instanceof ObjectRead.ServiceAccount found) {
                return secrets(account.namespace(), found.pullSecrets());
            }
            return CompletableFuture.completedFuture(found(List.of(read)));
        });
    }

    private CompletableFuture<Found> secrets(String namespace, List<String> names) {
        List<CompletableFuture<ObjectRead>> reads = new ArrayList<>();
        for (String name : new LinkedHashSet<>(names)) {
            if (reads.size() == MOST_SECRETS) {
                reads.add(CompletableFuture.completedFuture(TOO_MANY));
                break;
            }
            reads.add(read(NamedObject.secret(namespace, name)));
        }
        return CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new))
                .thenApply(done ->
                        found(reads.stream().map(CompletableFuture::join).toList()));
    }

    private static Found found(List<ObjectRead> reads) {
        PullSecrets credentials = PullSecrets.none();
        List<String> missing = new ArrayList<>();
        for (ObjectRead read : reads) {
            if (read instanceof ObjectRead.Secret secret) {
                credentials = credentials.and(secret.credentials());
            } else if (read instanceof ObjectRead.Nothing nothing) {
                missing.add(nothing.why());
            }
        }
        return new Found(credentials, missing);
    }

    private CompletableFuture<ObjectRead> read(NamedObject object) {
        if (!object.canExist()) {
            // It may hold anything, and is not even repeated.
            return CompletableFuture.completedFuture(
                    new ObjectRead.Nothing("a pull secret is named as no object can be"));
        }
        return !mayRead(object.namespace())
                ? CompletableFuture.completedFuture(ObjectRead.Nothing.of(object, "may not be read"))
                : known.get(object, (wanted, executor) -> reader.read(wanted));
    }

    private boolean mayRead(String namespace) {
        return reader != null
                && namespaces.map(some -> some.contains(namespace)).orElse(true);
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }
}
