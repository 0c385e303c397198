package dev.plimsoll.certificate;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Settings of the serving certificate for tests, as a person would write them. */
public final class TestCertificateSettings {

    private final Map<String, String> properties = new HashMap<>();

    public static TestCertificateSettings defaults() {
        return new TestCertificateSettings();
    }

    /** For the Service {@code plimsoll} in the namespace of that name. */
    public static TestCertificateSettings selfManaged() {
        return defaults().set("mode", "selfManaged").set("self-managed.namespace", "plimsoll");
    }

    /** @param key without the common prefix */
    public TestCertificateSettings set(String key, String value) {
        properties.put("plimsoll.tls." + key, value);
        return this;
    }

    public CertificateSettings build() {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(CertificateSettings.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(CertificateSettings.class);
    }
}
