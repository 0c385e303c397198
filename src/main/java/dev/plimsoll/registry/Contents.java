package dev.plimsoll.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Interner;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Digest;
import dev.plimsoll.registry.Access.Scope;
import dev.plimsoll.registry.RegistryEvents.Kind;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What digests determine, which never changes: kept once, packed, until the room is needed, and shown to those only to whom
 * the registry has shown it.
 */
final class Contents {

    /** Whoever comes after them takes the place of whoever came first. */
    private static final int MOST_SCOPES = 200;

    /** Key, value, their places in the cache, and headers; measured. */
    private static final int ENTRY_WEIGHT = 200;

    private final Cache<Key, Shown> packed;
    private final Interner<Scope> scopes = Interner.newWeakInterner();
    private final Map<Kind, AtomicLong> sizes = new EnumMap<>(Kind.class);

    /** @param room in memory, for everything together */
    Contents(DataSize room) {
        for (Kind kind : Kind.values()) {
            sizes.put(kind, new AtomicLong());
        }
        this.packed = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumWeight(room.bytes())
                .<Key, Shown>weigher((key, shown) -> shown.weight())
                .<Key, Shown>removalListener((key, shown, cause) -> {
                    if (key != null && cause.wasEvicted()) {
                        sizes.get(key.kind()).decrementAndGet();
                    }
                })
                .build();
    }

    /** How many of the kind there are, about. */
    long size(Kind kind) {
        return sizes.get(kind).get();
    }

    /** The documents of one kind. */
    <T> Memory.Store<Address, Sized<T>> of(Kind kind, Packing<T> packing) {
        return new Memory.Store<>() {

            @Override
            public @Nullable Sized<T> get(Address address) {
                Key key = Key.of(kind, address.digest());
                Shown shown = packed.getIfPresent(key);
                return shown == null || !shown.isTo(address.scope()) ? null : packing.unpack(shown.packed);
            }

            @Override
            public void put(Address address, Sized<T> document) {
                Key key = Key.of(kind, address.digest());
                Scope scope = scopes.intern(address.scope());
                byte[] bytes = packing.pack(document);
                packed.asMap().compute(key, (known, shown) -> {
                    if (shown == null) {
                        sizes.get(kind).incrementAndGet();
                        return new Shown(bytes, scope);
                    }
                    return shown.alsoTo(scope);
                });
            }
        };
    }

    /** Whose answer something is. */
    record Address(Scope scope, Digest digest) {}

    /** A kind and a digest, in one array. */
    private static final class Key {

        private static final Kind[] KINDS = Kind.values();

        private final byte[] content;

        private Key(byte[] content) {
            this.content = content;
        }

        static Key of(Kind kind, Digest digest) {
            byte[] hash = HexFormat.of().parseHex(digest.hex());
            byte[] content = Arrays.copyOf(hash, hash.length + 1);
            content[hash.length] = (byte) kind.ordinal();
            return new Key(content);
        }

        Kind kind() {
            return KINDS[content[content.length - 1]];
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && Arrays.equals(content, that.content);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(content);
        }
    }

    /** A document and to whom it has been shown: one scope, as is most common, or an array of them. */
    private static final class Shown {

        private final byte[] packed;
        private final Object to;

        private Shown(byte[] packed, Object to) {
            this.packed = packed;
            this.to = to;
        }

        boolean isTo(Scope scope) {
            return to instanceof Scope[] several ? Arrays.asList(several).contains(scope) : to.equals(scope);
        }

        Shown alsoTo(Scope scope) {
            if (isTo(scope)) {
                return this;
            }
            Scope[] before = to instanceof Scope[] several ? several : new Scope[] {(Scope) to};
            int first = before.length < MOST_SCOPES ? 0 : 1;
            Scope[] now = Arrays.copyOfRange(before, first, before.length + 1);
            now[now.length - 1] = scope;
            return new Shown(packed, now);
        }

        int weight() {
            int scopes = to instanceof Scope[] several ? 16 + 4 * several.length : 0;
            return ENTRY_WEIGHT + packed.length + scopes;
        }
    }
}
