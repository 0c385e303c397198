package dev.plimsoll.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.plimsoll.image.Digest;
import dev.plimsoll.registry.Access.Scope;
import dev.plimsoll.registry.RegistryEvents.Kind;
import dev.plimsoll.registry.RegistryEvents.Recall;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What tags were last seen to stand for.
 *
 * <p>By the time since then: at first that is the answer. Later it still is, and the registry is asked behind the answer's
 * back. Later still it is only what the registry is asked to confirm, and the answer waits for that. What the registry says
 * always wins: if it says that the tag is gone or may not be seen, the next to ask is told so. If it says nothing, because it
 * is down or wants fewer requests, what is known stays good for as long as it would have.
 */
final class Tags {

    /** A tag, as somebody may see it: what it stands for is resolved by everybody for themselves. */
    record Tag(Scope scope, String name) {}

    /** Asks the registry what a tag stands for. */
    @FunctionalInterface
    interface Asking {

        /** @param known what it stood for, if it has been seen before */
        CompletableFuture<Digest> ask(Optional<Digest> known);
    }

    /**
     * What a tag was seen to stand for.
     *
     * @param at when, on the ticker
     * @param next when it may be asked for again behind somebody's back
     */
    private record Seen(Digest digest, long at, long next) {

        Seen triedAgain(long next) {
            return new Seen(digest, at, next);
        }
    }

    /** Some 500 bytes each. */
    private static final int MOST_TAGS = 20_000;

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(10);

    private final long ttl;
    private final long maxStale;
    private final Ticker ticker;
    private final RegistryEvents events;
    private final Cache<Tag, Seen> known;
    private final KnownFailures<Tag> failures;
    private final Flights<Tag, Digest> flights;

    /**
     * @param ttl how long the registry is not asked
     * @param maxStale how long the answer does not wait for it
     */
    Tags(Duration ttl, Duration maxStale, KnownFailures<Tag> failures, Ticker ticker, RegistryEvents events) {
        this.ttl = ttl.toNanos();
        this.maxStale = maxStale.toNanos();
        this.failures = failures;
        this.ticker = ticker;
        this.events = events;
        this.known = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(MOST_TAGS)
                .build();
        this.flights = new Flights<>(this::tell);
    }

    private void tell(Recall how) {
        events.recalled(Kind.TAG, how);
    }

    /** How many there are, about. */
    long size() {
        return known.estimatedSize();
    }

    /** @param registry is asked if need be, now or behind the answer's back */
    CompletableFuture<Digest> digest(Tag tag, Asking registry) {
        Seen seen = known.getIfPresent(tag);
        if (seen != null) {
            long age = age(seen);
            if (age < ttl) {
                return answered(seen, age, Recall.HIT);
            }
            if (age < maxStale) {
                askAgain(tag, seen, registry);
                return answered(seen, age, Recall.STALE);
            }
        }
        return failures.of(tag)
                .map(failure -> {
                    tell(Recall.FAILURE);
                    return CompletableFuture.<Digest>failedFuture(failure);
                })
                .orElseGet(() -> flights.join(tag, () -> {
                    tell(Recall.MISS);
                    return asked(tag, registry);
                }));
    }

    private boolean isFresh(Seen seen) {
        return age(seen) < ttl;
    }

    private long age(Seen seen) {
        return ticker.read() - seen.at;
    }

    private CompletableFuture<Digest> answered(Seen seen, long age, Recall how) {
        tell(how);
        events.tagAnswered(Duration.ofNanos(age));
        return CompletableFuture.completedFuture(seen.digest);
    }

    /** Whoever makes the change to {@code next} asks; all others have seen that somebody does. */
    private void askAgain(Tag tag, Seen seen, Asking registry) {
        long now = ticker.read();
        if (now - seen.next >= 0 && known.asMap().replace(tag, seen, seen.triedAgain(now + BETWEEN_TRIES.toNanos()))) {
            flights.join(tag, () -> asked(tag, registry));
        }
    }

    private CompletableFuture<Digest> asked(Tag tag, Asking registry) {
        // Another answer may have come since this tag was looked for.
        Seen seen = known.getIfPresent(tag);
        if (seen != null && isFresh(seen)) {
            return CompletableFuture.completedFuture(seen.digest);
        }
        long now = ticker.read();
        return registry.ask(Optional.ofNullable(seen).map(Seen::digest))
                .whenComplete((digest, failure) -> land(tag, now, digest, failure));
    }

    /** @param asked when; what is answered is true of some moment after that */
    private void land(Tag tag, long asked, @Nullable Digest digest, @Nullable Throwable failure) {
        if (digest != null) {
            known.put(tag, new Seen(digest, asked, asked));
        } else if (failure != null && failures.remember(tag, Flights.unwrapped(failure))) {
            known.invalidate(tag);
        }
    }
}
