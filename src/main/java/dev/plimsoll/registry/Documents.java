package dev.plimsoll.registry;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.registry.Contents.Address;
import dev.plimsoll.registry.RegistryEvents.Kind;
import dev.plimsoll.registry.StrictJson.UnreadableException;
import dev.plimsoll.registry.Tags.Tag;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What registries keep, read, verified and remembered.
 *
 * <p>What a digest stands for never changes, so it is kept until the room is needed; what a tag stands for is kept for a
 * while. However many ask for the same thing at once, it is fetched once. Failures that would only happen again are kept for
 * seconds.
 */
final class Documents {

    @FunctionalInterface
    private interface Reader<T> {
        T read() throws UnreadableException;
    }

    /** A document of 4 MiB can take four times as much while it is read, so only so many are at a time. */
    private static final int MOST_READ_AT_ONCE = 2;

    private final RegistryClients clients;
    private final Lookups lookups;
    private final Semaphore reading = new Semaphore(MOST_READ_AT_ONCE);
    private final RegistryEvents events;
    private final Tags tags;
    private final Contents contents;
    private final Memory<Address, Sized<Manifest>> manifests;
    private final Memory<Address, Sized<ImageConfig>> configs;

    Documents(
            RegistryClients clients,
            Lookups lookups,
            RegistrySettings.Cache settings,
            Contents contents,
            Ticker ticker,
            RegistryEvents events) {
        this.clients = clients;
        this.lookups = lookups;
        this.events = events;
        this.tags = new Tags(
                settings.tagTtl(),
                settings.tagMaxStale(),
                new KnownFailures<>(settings.failureTtl(), ticker),
                ticker,
                events);
        this.contents = contents;
        this.manifests = memory(Kind.MANIFEST, Packing.MANIFEST, settings, ticker);
        this.configs = memory(Kind.CONFIG, Packing.CONFIG, settings, ticker);
    }

    private <T> Memory<Address, Sized<T>> memory(
            Kind kind, Packing<T> packing, RegistrySettings.Cache settings, Ticker ticker) {
        return new Memory<>(
                contents.of(kind, packing),
                new KnownFailures<>(settings.failureTtl(), ticker),
                how -> events.recalled(kind, how));
    }

    /** How many of the kind are remembered, about. */
    long size(Kind kind) {
        return switch (kind) {
            case TAG -> tags.size();
            case MANIFEST, CONFIG -> contents.size(kind);
        };
    }

    /** What the tag stands for. Its manifest, which came with the answer, is remembered too. */
    CompletableFuture<Digest> digest(Access access, String tag) {
        return tags.digest(new Tag(access.scope(), tag), known -> ask(access, tag, known));
    }

    private CompletableFuture<Digest> ask(Access access, String tag, Optional<Digest> known) {
        Repository repository = access.repository();
        return fetch(Kind.TAG, repository, repository.path() + ":" + tag, deadline -> known.filter(
                        digest -> isStill(digest, access, tag, deadline))
                .orElseGet(() -> fetchTag(access, tag, deadline)));
    }

    /**
     * Whether the tag stands for the same as before. Asked without the manifest, which registries do not count as a pull;
     * false as well if the registry does not say, and then the manifest is asked for.
     */
    private boolean isStill(Digest digest, Access access, String tag, Deadline deadline) {
        return clients.head(access, tag, deadline)
                .flatMap(answer -> answer.header("Docker-Content-Digest"))
                .filter(digest.toString()::equals)
                .isPresent();
    }

    private Digest fetchTag(Access access, String tag, Deadline deadline) {
        Repository repository = access.repository();
        Answer answer = clients.manifest(access, tag, deadline);
        Digest digest = digest(repository, tag, answer);
        Sized<Manifest> manifest = readManifest(repository.path() + ":" + tag, answer, deadline);
        manifests.remember(new Address(access.scope(), digest), manifest);
        return digest;
    }

    /** The digest that the registry gives, if it gives one that is true, for it is what the kubelet will see. */
    private static Digest digest(Repository repository, String tag, Answer answer) {
        Digest stated =
                answer.header("Docker-Content-Digest").map(Documents::parse).orElseGet(() -> Digest.of(answer.body()));
        if (!stated.addresses(answer.body())) {
            throw Failures.unsupported("%s:%s does not match its digest".formatted(repository.path(), tag));
        }
        return stated;
    }

    private static @Nullable Digest parse(String digest) {
        try {
            return Digest.parse(digest);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** What the digest stands for. */
    CompletableFuture<Manifest> manifest(Access access, Digest digest) {
        return sizedManifest(access, digest).thenApply(Sized::document);
    }

    /** What an index says that the descriptor stands for, which has to be true of its size too. */
    CompletableFuture<Manifest> manifest(Access access, Descriptor descriptor) {
        Repository repository = access.repository();
        if (descriptor.size() > StrictJson.LARGEST_DOCUMENT) {
            return CompletableFuture.failedFuture(Failures.unsupported(
                    "the manifest of %s is over 4 MiB".formatted(repository.at(descriptor.digest()))));
        }
        return sizedManifest(access, descriptor.digest())
                .thenApply(manifest -> ofSize(manifest, descriptor, repository));
    }

    private CompletableFuture<Sized<Manifest>> sizedManifest(Access access, Digest digest) {
        Repository repository = access.repository();
        return manifests.get(
                new Address(access.scope(), digest),
                () -> fetch(
                        Kind.MANIFEST,
                        repository,
                        repository.at(digest),
                        deadline -> readManifest(
                                repository.at(digest), clients.manifest(access, digest, deadline), deadline)));
    }

    private Sized<Manifest> readManifest(String name, Answer answer, Deadline deadline) {
        return read(
                answer,
                "the manifest of " + name,
                deadline,
                () -> ManifestReader.read(answer.body(), answer.mediaType()));
    }

    /** The config that a manifest names. */
    CompletableFuture<ImageConfig> config(Access access, Descriptor descriptor) {
        Repository repository = access.repository();
        if (descriptor.digest().algorithm() != Digest.Algorithm.SHA256) {
            return CompletableFuture.failedFuture(Failures.unsupported(
                    "the config of %s is addressed by sha512, which is not supported".formatted(repository.path())));
        }
        return configs.get(
                        new Address(access.scope(), descriptor.digest()),
                        () -> fetch(
                                Kind.CONFIG,
                                repository,
                                repository.at(descriptor.digest()),
                                deadline -> fetchConfig(access, descriptor, deadline)))
                .thenApply(config -> ofSize(config, descriptor, repository));
    }

    private Sized<ImageConfig> fetchConfig(Access access, Descriptor descriptor, Deadline deadline) {
        Answer answer = clients.blob(access, descriptor.digest(), deadline);
        return read(
                answer,
                "the config of " + access.repository().path(),
                deadline,
                () -> ConfigReader.read(answer.body()));
    }

    private <T> CompletableFuture<T> fetch(
            Kind kind, Repository repository, String wanted, Function<Deadline, T> fetch) {
        long began = System.nanoTime();
        return lookups.run(repository.registry(), fetch).whenComplete((fetched, failure) -> {
            if (failure != null && Flights.unwrapped(failure) instanceof InspectionException known) {
                Duration took = Duration.ofNanos(System.nanoTime() - began);
                events.failed(new RegistryEvents.FailedLookup(repository.registry(), kind, wanted, known, took));
            }
        });
    }

    private <T> Sized<T> read(Answer answer, String name, Deadline deadline, Reader<T> reader) {
        if (!deadline.acquire(reading)) {
            throw new InspectionException(
                    InspectionException.Reason.TIMED_OUT, name + " was there, and not read in time");
        }
        try {
            return new Sized<>(reader.read(), answer.body().length);
        } catch (UnreadableException e) {
            throw Failures.unsupported("%s %s".formatted(name, e.problem()));
        } finally {
            reading.release();
        }
    }

    private static <T> T ofSize(Sized<T> sized, Descriptor descriptor, Repository repository) {
        if (sized.size() != descriptor.size()) {
            throw Failures.unsupported(
                    "%s is not of the size that is stated for it".formatted(repository.at(descriptor.digest())));
        }
        return sized.document();
    }
}
