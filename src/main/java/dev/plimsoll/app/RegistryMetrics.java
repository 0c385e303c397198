package dev.plimsoll.app;

import dev.plimsoll.image.ImageReference;
import dev.plimsoll.registry.RegistryEvents;
import dev.plimsoll.registry.RegistryInspector;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is counted of registries. Anybody can name a registry, so only those that are configured, and Docker Hub, are counted
 * by name, and all others together.
 */
final class RegistryMetrics implements RegistryEvents {

    static final String OTHER = "other";

    private static final int MOST_HOSTS = 50;

    private final MeterRegistry registry;
    private final LookupLog log;
    private final Set<String> hosts;
    private final Map<Kind, Map<Recall, Counter>> recalls;
    private final Map<String, AtomicInteger> open = new TreeMap<>();
    private final Map<Naming, Timer> namings;
    private final Timer tagAge;

    /** @param configured names of registries; those that come first by name are counted by it */
    RegistryMetrics(MeterRegistry registry, LookupLog log, Collection<String> configured) {
        this.registry = registry;
        this.log = log;
        this.hosts = Stream.concat(
                        Stream.of(ImageReference.DOCKER_HUB),
                        configured.stream()
                                .map(name -> name.toLowerCase(Locale.ROOT))
                                .sorted()
                                .limit(MOST_HOSTS))
                .collect(Collectors.toUnmodifiableSet());
        this.recalls = each(Kind.class, kind -> each(Recall.class, how -> recall(kind, how)));
        this.namings = each(Naming.class, this::naming);
        this.tagAge = Timer.builder("plimsoll.registry.tag.age")
                .description("How long ago the registry said what a tag stands for that was answered from memory")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofSeconds(1))
                .maximumExpectedValue(Duration.ofHours(1))
                .register(registry);
        hosts.forEach(this::watchBreaker);
    }

    private static <E extends Enum<E>, T> Map<E, T> each(Class<E> type, Function<E, T> of) {
        Map<E, T> all = new EnumMap<>(type);
        Arrays.stream(type.getEnumConstants()).forEach(value -> all.put(value, of.apply(value)));
        return all;
    }

    private Counter recall(Kind kind, Recall how) {
        return Counter.builder("plimsoll.registry.cache.requests")
                .description("What was asked of the cache, and how it was answered")
                .tag("kind", kind.id())
                .tag("result", how.id())
                .register(registry);
    }

    private Timer naming(Naming how) {
        return Timer.builder("plimsoll.registry.dns")
                .description("What was waited for the addresses of hosts")
                .tag("outcome", how.id())
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry);
    }

    private void watchBreaker(String host) {
        AtomicInteger state = new AtomicInteger();
        open.put(host, state);
        Gauge.builder("plimsoll.registry.breaker.open", state, AtomicInteger::get)
                .description("1 while the registry is left alone because it failed too often")
                .tag("host", host)
                .register(registry);
    }

    /** Counts what the inspector remembers, too. */
    void observe(RegistryInspector inspector) {
        for (Kind kind : Kind.values()) {
            Gauge.builder("plimsoll.registry.cache.entries", inspector, it -> it.cached(kind))
                    .description("What is remembered of images")
                    .tag("kind", kind.id())
                    .register(registry);
        }
        Gauge.builder("plimsoll.registry.dns.stalled", inspector, RegistryInspector::stalledInDns)
                .description("Hosts whose addresses DNS is still asked for though nobody waits any more")
                .register(registry);
    }

    @Override
    public void requested(String name, Outcome outcome, Duration took, long bytes) {
        String host = host(name);
        Timer.builder("plimsoll.registry.requests")
                .description("Requests to registries and their token services")
                .tag("host", host)
                .tag("outcome", outcome.id())
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry)
                .record(took);
        Counter.builder("plimsoll.registry.read")
                .description("What was read of good answers")
                .baseUnit("bytes")
                .tag("host", host)
                .register(registry)
                .increment(bytes);
    }

    @Override
    public void named(Naming how, Duration took) {
        namings.get(how).record(took);
    }

    @Override
    public void recalled(Kind kind, Recall how) {
        recalls.get(kind).get(how).increment();
    }

    @Override
    public void tagAnswered(Duration age) {
        tagAge.record(age);
    }

    @Override
    public void rateLimited(String name, Duration pause) {
        registry.counter("plimsoll.registry.rate.limited", "host", host(name)).increment();
    }

    @Override
    public void breakerChanged(String name, Breaker state) {
        String host = host(name);
        registry.counter("plimsoll.registry.breaker.changes", "host", host, "state", state.id())
                .increment();
        if (!host.equals(OTHER)) {
            open.get(host).set(state == Breaker.CLOSED ? 0 : 1);
        }
    }

    @Override
    public void failed(FailedLookup lookup) {
        registry.counter(
                        "plimsoll.registry.lookups.failed",
                        "host",
                        host(lookup.registry()),
                        "kind",
                        lookup.kind().id(),
                        "reason",
                        lookup.failure().reason().id())
                .increment();
        log.write(lookup);
    }

    private String host(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return hosts.contains(lower) ? lower : OTHER;
    }
}
