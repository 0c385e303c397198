package dev.plimsoll.cli;

import dev.plimsoll.base.KnownBases;
import dev.plimsoll.image.ImageInspector;
import dev.plimsoll.image.Platform;
import dev.plimsoll.kubernetes.PullSecretSettings;
import dev.plimsoll.measurement.BaseMeasurement;
import dev.plimsoll.registry.DurationConverter;
import dev.plimsoll.registry.RegistrySettings;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is configured for {@code serve} and holds for commands that serve nothing too: read from the same places, in the same order of
 * precedence, without starting a server.
 */
final class CheckConfiguration {

    /** Where Quarkus looks for it, too. */
    private static final Path FILE = Path.of("config", "application.properties");

    /** Above environment variables' file, below environment variables, as Quarkus has it. */
    private static final int FILE_ORDINAL = 260;

    private static final int COMMAND_LINE_ORDINAL = 500;

    /** Above that of the converters that are there without Quarkus, which know only PT1M. */
    private static final int AS_QUARKUS_READS_IT = 200;

    private final SmallRyeConfig config;

    private CheckConfiguration(SmallRyeConfig config) {
        this.config = config;
    }

    /**
     * Reads system properties, environment variables and config/application.properties in the working directory.
     *
     * @param lookUpTimeout outranks what is configured
     * @throws CouldNotRunException if any of it cannot be used
     */
    static CheckConfiguration read(Duration lookUpTimeout) {
        Map<String, String> commandLine = Map.of("plimsoll.registry.lookup-timeout", lookUpTimeout.toMillis() + "ms");
        try {
            SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                    .addDefaultInterceptors()
                    .addDefaultSources()
                    .withConverter(Duration.class, AS_QUARKUS_READS_IT, new DurationConverter())
                    .withMapping(RegistrySettings.class)
                    .withMapping(PullSecretSettings.class)
                    .withSources(new PropertiesConfigSource(commandLine, "command line", COMMAND_LINE_ORDINAL));
            if (Files.isRegularFile(FILE)) {
                builder.withSources(new PropertiesConfigSource(FILE.toUri().toURL(), FILE_ORDINAL));
            }
            return new CheckConfiguration(builder.build());
        } catch (ConfigValidationException e) {
            throw new CouldNotRunException(problems(e));
        } catch (IOException e) {
            throw new CouldNotRunException(FILE + ": cannot be read");
        }
    }

    private static List<String> problems(ConfigValidationException invalid) {
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < invalid.getProblemCount(); i++) {
            problems.add(invalid.getProblem(i).getMessage());
        }
        return problems;
    }

    RegistrySettings registries() {
        return config.getConfigMapping(RegistrySettings.class);
    }

    PullSecretSettings pullSecrets() {
        return config.getConfigMapping(PullSecretSettings.class);
    }

    /** Measured when asked for, unless {@code plimsoll.bases.measure} is off. */
    KnownBases bases(ImageInspector inspector) {
        return isMeasuring()
                ? new DirectBases(BaseMeasurement.direct(inspector, registries().lookupTimeout()))
                : KnownBases.NONE;
    }

    /** Measured when asked for, by so many requests altogether, unless {@code plimsoll.bases.measure} is off. */
    DirectBases bases(ImageInspector inspector, int requests) {
        return new DirectBases(
                BaseMeasurement.within(inspector, registries().lookupTimeout(), isMeasuring() ? requests : 0));
    }

    private boolean isMeasuring() {
        return config.getOptionalValue("plimsoll.bases.measure", Boolean.class).orElse(true);
    }

    /** {@code plimsoll.policies}. */
    Optional<Path> policies() {
        return config.getOptionalValue("plimsoll.policies", String.class).map(Path::of);
    }

    /** {@code plimsoll.admission.excluded-namespaces}, else those of Kubernetes itself. */
    Set<String> excludedNamespaces() {
        return config.getOptionalValues("plimsoll.admission.excluded-namespaces", String.class)
                .map(names -> names.stream().map(String::trim).collect(Collectors.toSet()))
                .orElse(Set.of("kube-system", "kube-node-lease"));
    }

    /**
     * What stands under {@code plimsoll.audit}.
     *
     * @throws CouldNotRunException if it is no number
     */
    int auditNumber(String key, int fallback) {
        try {
            return config.getOptionalValue("plimsoll.audit." + key, Integer.class)
                    .orElse(fallback);
        } catch (IllegalArgumentException e) {
            throw new CouldNotRunException("plimsoll.audit.%s: is not a number".formatted(key));
        }
    }

    /**
     * {@code plimsoll.platforms}, else linux/amd64.
     *
     * @throws CouldNotRunException if one of them is no platform
     */
    Set<Platform> platforms() {
        try {
            return config.getOptionalValues("plimsoll.platforms", String.class)
                    .map(names -> names.stream()
                            .map(String::trim)
                            .map(Platform::parse)
                            .collect(Collectors.toSet()))
                    .orElse(Set.of(Platform.LINUX_AMD64));
        } catch (IllegalArgumentException e) {
            throw new CouldNotRunException("plimsoll.platforms: " + e.getMessage());
        }
    }
}
