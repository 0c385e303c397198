package dev.plimsoll.registry;

import com.github.benmanes.caffeine.cache.Ticker;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/** Registry settings for tests, as a person would write them. */
public final class TestSettings {

    private final Map<String, String> properties = new HashMap<>();

    /** The defaults. */
    public static TestSettings defaults() {
        return new TestSettings();
    }

    /** Where to find that registry, which is on loopback and may be plain. */
    public static TestSettings with(FakeRegistry registry) {
        return defaults().endpoint(registry.name(), registry);
    }

    /** Lets images of that name be looked up in that registry. */
    public TestSettings endpoint(String name, FakeRegistry registry) {
        return set("hosts.\"%s\".endpoint".formatted(name), registry.address().toString());
    }

    /** Lets that server on loopback be connected to. */
    public TestSettings https(String name) {
        return set("hosts.\"%s\".endpoint".formatted(name), "https://" + name);
    }

    /** @param key without the common prefix */
    public TestSettings set(String key, String value) {
        properties.put("plimsoll.registry." + key, value);
        return this;
    }

    public RegistrySettings build() {
        return new SmallRyeConfigBuilder()
                .withMapping(RegistrySettings.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(RegistrySettings.class);
    }

    public RegistryInspector inspector() {
        return RegistryInspector.create(build());
    }

    /** One for which time passes when the test says so, and that tells of its work. */
    RegistryInspector inspector(ManualTime time, RegistryEvents events) {
        return RegistryInspector.create(
                build(), events, time.ticker(), time.clock(), SystemDefaultDnsResolver.INSTANCE);
    }

    /** One for which that is the system's resolver. */
    RegistryInspector inspector(DnsResolver dns, RegistryEvents events) {
        return RegistryInspector.create(build(), events, Ticker.systemTicker(), Clock.systemUTC(), dns);
    }
}
