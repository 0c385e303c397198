package dev.plimsoll.registry;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.plimsoll.image.Credentials;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.ImageInspector;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Inspection;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.Platform;
import dev.plimsoll.registry.RegistryEvents.Kind;
import dev.plimsoll.registry.RegistryEvents.Recall;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Looks at images in their registries, through Jib.
 *
 * <p>Nothing waits: what is known is put together at once, what is not is fetched on the inspector's own threads, each
 * document within a deadline of its own, and remembered even if nobody waits any more.
 */
public final class RegistryInspector implements ImageInspector, AutoCloseable {

    /** Of the room in memory, what was put together lately may take. */
    private static final int RECENT_SHARE = 8;

    private final Documents documents;
    private final RecentInspections recent;
    private final Lookups lookups;
    private final RegistryHosts hosts;
    private final NameLookups names;
    private final RegistryEvents events;

    private RegistryInspector(
            Documents documents,
            RecentInspections recent,
            Lookups lookups,
            RegistryHosts hosts,
            NameLookups names,
            RegistryEvents events) {
        this.documents = documents;
        this.recent = recent;
        this.lookups = lookups;
        this.hosts = hosts;
        this.names = names;
        this.events = events;
    }

    /**
     * Starts an inspector that tells nobody of its work.
     *
     * @throws IllegalArgumentException if a setting cannot be used; the message names it, its value and what would be right
     */
    public static RegistryInspector create(RegistrySettings settings) {
        return create(settings, RegistryEvents.NONE);
    }

    /**
     * Starts an inspector.
     *
     * @param events is told of its work
     * @throws IllegalArgumentException if a setting cannot be used; the message names it, its value and what would be right
     */
    public static RegistryInspector create(RegistrySettings settings, RegistryEvents events) {
        return create(settings, events, Ticker.systemTicker(), Clock.systemUTC(), SystemDefaultDnsResolver.INSTANCE);
    }

    /**
     * @param ticker measures how old what is remembered is, and how long registries are left alone
     * @param clock tells the time that registries give dates in
     * @param dns asked on threads of its own, which it may keep for as long as it likes
     */
    static RegistryInspector create(
            RegistrySettings settings, RegistryEvents events, Ticker ticker, Clock clock, DnsResolver dns) {
        SettingsCheck.check(settings);
        WireLogs.silence();
        NameLookups names = new NameLookups(dns, settings.dnsTimeout(), ticker, events);
        RegistryHosts hosts = RegistryHosts.of(settings, names);
        Lookups lookups = new Lookups(room(settings), settings.lookupTimeout(), new Breakers(ticker, events));
        lookups.every(Duration.ofSeconds(30), hosts::closeIdle);
        long room = settings.cache().maxSize().bytes();
        Documents documents = new Documents(
                new RegistryClients(hosts::host, new Exchanges(events, clock), ticker),
                lookups,
                settings.cache(),
                new Contents(new DataSize(room - room / RECENT_SHARE)),
                ticker,
                events);
        RecentInspections recent = new RecentInspections(new DataSize(room / RECENT_SHARE));
        return new RegistryInspector(documents, recent, lookups, hosts, names, events);
    }

    private static Lanes.Room room(RegistrySettings settings) {
        return new Lanes.Room(
                settings.maxConcurrentLookups(),
                settings.maxConcurrentLookupsPerRegistry(),
                settings.queue(),
                settings.queuePerRegistry());
    }

    /** How many of the kind are remembered, about. */
    public long cached(RegistryEvents.Kind kind) {
        return documents.size(kind);
    }

    /** Of how many hosts DNS has not given the addresses in time and is still asked, which takes a thread for each. */
    public int stalledInDns() {
        return names.stalled();
    }

    @Override
    public CompletionStage<Inspection> inspect(
            ImageReference reference, Set<Platform> platforms, Credentials credentials) {
        Repository repository = Repository.of(reference);
        try {
            boolean taken = hosts.usable(repository.registry()).takesCredentialsOfOthers();
            Attempts attempts = Attempts.of(repository, taken ? credentials.matching(reference) : List.of());
            return atTheDoor(attempts.first(access -> inspect(reference, platforms, access)), repository);
        } catch (InspectionException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private CompletableFuture<Inspection> inspect(ImageReference reference, Set<Platform> nodes, Access access) {
        CompletableFuture<Digest> digest = reference
                .digest()
                .map(CompletableFuture::completedFuture)
                .orElseGet(() -> documents.digest(access, reference.effectiveTag()));
        return digest.thenCompose(root -> inspect(root, nodes, access));
    }

    private CompletableFuture<Inspection> inspect(Digest root, Set<Platform> nodes, Access access) {
        Optional<Inspection> known = recent.of(access.scope(), root, nodes);
        if (known.isPresent()) {
            events.recalled(Kind.MANIFEST, Recall.HIT);
            events.recalled(Kind.CONFIG, Recall.HIT);
            return CompletableFuture.completedFuture(known.get());
        }
        return documents
                .manifest(access, root)
                .thenCompose(manifest -> new Assembly(documents, access, root).of(manifest, new LinkedHashSet<>(nodes)))
                .thenApply(inspection -> {
                    recent.put(access.scope(), nodes, inspection);
                    return inspection;
                });
    }

    /**
     * The caller's own stage: what the caller does to it touches nobody else's, and it fails in one way only. An inspection that
     * is there already is handed out as it is, for nobody can end that again.
     */
    private static CompletionStage<Inspection> atTheDoor(CompletableFuture<Inspection> inside, Repository repository) {
        if (inside.isDone() && !inside.isCompletedExceptionally()) {
            return inside;
        }
        CompletableFuture<Inspection> outside = new CompletableFuture<>();
        inside.whenComplete((inspection, failure) -> {
            if (failure == null) {
                outside.complete(inspection);
            } else {
                outside.completeExceptionally(asInspectionException(failure, repository));
            }
        });
        return outside;
    }

    private static InspectionException asInspectionException(Throwable failure, Repository repository) {
        Throwable cause = Flights.unwrapped(failure);
        return cause instanceof InspectionException known
                ? known
                : new InspectionException(
                        InspectionException.Reason.UNAVAILABLE,
                        "%s could not be asked for %s: %s"
                                .formatted(
                                        repository.registry(),
                                        repository.path(),
                                        cause.getClass().getSimpleName()),
                        cause);
    }

    @Override
    public void close() {
        lookups.close();
        hosts.close();
    }
}
