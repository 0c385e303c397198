package dev.plimsoll.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plimsoll.certificate.ClientCertificate;
import dev.plimsoll.certificate.InvalidCertificateException;
import dev.plimsoll.image.Credential;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.InspectionException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The registries: those that are configured, and any other as its name says. Owns their connections. */
final class RegistryHosts implements AutoCloseable {

    private static final Set<String> DOCKER_HUB_NAMES =
            Set.of(ImageReference.DOCKER_HUB, "index.docker.io", "registry-1.docker.io");

    private static final Duration HELPER_TIMEOUT = Duration.ofSeconds(5);

    private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]{2,45}]");

    /** Which part of an image's name is a registry: one of the words has a dot or a port, or it is this machine. */
    private static final Pattern REGISTRY = Pattern.compile("localhost|(?=.*[.:])(%s)(:[0-9]{1,5})?".formatted(HOST));

    /** Some 500 bytes each. */
    private static final int MOST_NAMED = 1_000;

    private final RegistrySettings settings;
    private final NameLookups names;
    private final RegistryAccess access;
    private final CredentialHelpers credentialHelpers =
            new CredentialHelpers(Objects.requireNonNullElse(System.getenv("PATH"), ""), HELPER_TIMEOUT);
    private final Keychain keychain;
    private final List<BoundedHttp> connections = new ArrayList<>();
    private final SSLContext systemTls = Tls.context(List.of(), null);
    private final BoundedHttp http;
    private final Map<String, Configured> byName = new HashMap<>();
    private final Map<String, RegistryHost> configured = new HashMap<>();

    /** Every look at an image asks for its registry, and reading an address takes longer than the rest of it. */
    private final Cache<String, RegistryHost> named = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(MOST_NAMED)
            .build();

    /** What is configured for one registry, read. */
    private record Configured(
            Setting setting,
            Optional<Endpoint> endpoint,
            List<Endpoint> mirrors,
            Keychain keychain,
            Set<String> tokenHosts,
            List<Certificate> authorities,
            KeyManager @Nullable [] clientKeys) {}

    private RegistryHosts(RegistrySettings settings, NameLookups names) {
        this.settings = settings;
        this.names = names;
        this.access = RegistryAccess.of(settings);
        this.keychain = keychain(settings.dockerConfig(), Setting.of("docker-config"), settings.credentialHelpers());
        this.http = connections(systemTls, forAnyHost(), settings.lookupTimeout());
        settings.hosts().forEach((name, host) -> {
            Configured known = byName.put(registry(name), read(name, host));
            if (known != null) {
                throw new IllegalArgumentException(
                        "%s: is the same registry as %s".formatted(setting(name).name(), known.setting.name()));
            }
        });
        byName.forEach((name, host) -> configured.put(name, origin(name, host)));
    }

    /**
     * @param names closed with this
     * @throws IllegalArgumentException if a setting cannot be used; the message names it
     */
    static RegistryHosts of(RegistrySettings settings, NameLookups names) {
        return new RegistryHosts(settings, names);
    }

    /** @throws InspectionException if that registry may not be asked, or its name is none that can be connected to */
    RegistryHost usable(String name) {
        access.require(name);
        return host(name);
    }

    /** @throws InspectionException if the name is none that can be connected to */
    RegistryHost host(String name) {
        RegistryHost special = configured.get(normal(name));
        return special == null ? asNamed(name) : special;
    }

    private RegistryHost asNamed(String name) {
        try {
            return named.get(
                    name, it -> new RegistryHost(it, Endpoint.of(it), keychain, Set.of(), http, http, List.of()));
        } catch (IllegalArgumentException e) {
            throw Failures.unsupported(String.valueOf(e.getMessage()));
        }
    }

    /** The name by which a registry's settings are kept: Docker Hub has several. */
    static String normal(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return DOCKER_HUB_NAMES.contains(lower) ? ImageReference.DOCKER_HUB : lower;
    }

    private static Setting setting(String name) {
        return Setting.of("hosts.\"%s\"".formatted(name));
    }

    /** No image is of a registry by any other name, so its settings would never be used. */
    private static String registry(String written) {
        return setting(written).read(normal(written), name -> {
            if (!REGISTRY.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "\"%s\" is not a registry such as docker.io or registry.corp:5000".formatted(written));
            }
            return name;
        });
    }

    private Configured read(String name, RegistrySettings.Host host) {
        Setting setting = setting(name);
        return new Configured(
                setting,
                host.endpoint().map(address -> setting.dot("endpoint").read(address, Endpoint::of)),
                all(host.mirrors())
                        .map(address -> setting.dot("mirrors").read(address, RegistryHosts::mirror))
                        .toList(),
                password(host, setting).or(keychain(host, setting)),
                all(host.tokenHosts())
                        .map(tokenHost -> setting.dot("token-hosts").read(tokenHost, RegistryHosts::tokenHost))
                        .collect(Collectors.toUnmodifiableSet()),
                host.caFile()
                        .map(file -> setting.dot("ca-file").read(file, Tls::certificates))
                        .orElse(List.of()),
                clientKeys(host, setting));
    }

    private static Stream<String> all(Optional<List<String>> list) {
        return list.stream().flatMap(Collection::stream).map(String::strip);
    }

    private static String tokenHost(String written) {
        String host = written.toLowerCase(Locale.ROOT);
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("\"%s\" is not a host such as auth.corp".formatted(written));
        }
        return host;
    }

    private static Endpoint mirror(String address) {
        return Endpoint.of(Objects.requireNonNull(new UriConverter().convert(address)));
    }

    /** Values are not repeated in these messages: one of them is a secret, and the other is easily taken for it. */
    private static Keychain password(RegistrySettings.Host host, Setting setting) {
        if (host.username().isEmpty() && host.password().isEmpty()) {
            return Keychain.EMPTY;
        }
        Setting username = setting.dot("username");
        Setting password = setting.dot("password");
        if (host.username().filter(user -> user.contains(":")).isPresent()) {
            throw new IllegalArgumentException("%s: has a colon, which no user can have".formatted(username.name()));
        }
        Credential credential = Credential.of(
                username.required(host.username(), password), password.required(host.password(), username));
        return (anyHost, anyRepository) -> Optional.of(credential);
    }

    private static KeyManager @Nullable [] clientKeys(RegistrySettings.Host host, Setting setting) {
        if (host.clientCertFile().isEmpty() && host.clientKeyFile().isEmpty()) {
            return null;
        }
        Setting certFile = setting.dot("client-cert-file");
        Setting keyFile = setting.dot("client-key-file");
        Path key = keyFile.required(host.clientKeyFile(), certFile);
        return certFile.read(certFile.required(host.clientCertFile(), keyFile), cert -> clientKeys(cert, key));
    }

    private static KeyManager[] clientKeys(Path cert, Path key) {
        try {
            return ClientCertificate.keyManagers(cert, key);
        } catch (InvalidCertificateException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private Keychain keychain(RegistrySettings.Host host, Setting setting) {
        boolean helpers = host.credentialHelpers().orElse(settings.credentialHelpers());
        Keychain forAll = helpers == settings.credentialHelpers()
                ? keychain
                : keychain(settings.dockerConfig(), Setting.of("docker-config"), helpers);
        return keychain(host.dockerConfig(), setting.dot("docker-config"), helpers)
                .or(forAll);
    }

    private Keychain keychain(Optional<Path> file, Setting setting, boolean runHelpers) {
        Optional<CredentialHelpers> helpers = runHelpers ? Optional.of(credentialHelpers) : Optional.empty();
        return file.<Keychain>map(path -> setting.read(path, config -> DockerConfig.read(config, helpers)))
                .orElse(Keychain.EMPTY);
    }

    private RegistryHost origin(String name, Configured host) {
        Endpoint endpoint = host.endpoint.orElseGet(() -> host.setting.read(name, Endpoint::of));
        List<RegistryHost> mirrors = host.mirrors.stream()
                .map(mirror -> mirror(mirror, host.mirrors.size()))
                .toList();
        GuardedResolver resolver = host.endpoint.isPresent() ? GuardedResolver.forConfiguredHost(names) : forAnyHost();
        return host(name, endpoint, host, resolver, settings.lookupTimeout(), mirrors);
    }

    /** A mirror is a registry of its own, with settings of its own; it has only its share of the time. */
    private RegistryHost mirror(Endpoint endpoint, int mirrors) {
        String name = normal(endpoint.authority());
        Configured own = byName.getOrDefault(
                name,
                new Configured(Setting.of("hosts"), Optional.empty(), List.of(), keychain, Set.of(), List.of(), null));
        Duration share = settings.lookupTimeout().dividedBy(mirrors + 1L);
        return host(name, endpoint, own, GuardedResolver.forConfiguredHost(names), share, List.of());
    }

    private RegistryHost host(
            String name,
            Endpoint endpoint,
            Configured host,
            GuardedResolver resolver,
            Duration timeout,
            List<RegistryHost> mirrors) {
        SSLContext anonymous = host.authorities.isEmpty() ? systemTls : Tls.context(host.authorities, null);
        SSLContext presenting = host.clientKeys == null ? anonymous : Tls.context(host.authorities, host.clientKeys);
        return new RegistryHost(
                name,
                endpoint,
                host.keychain,
                host.tokenHosts,
                connections(presenting, resolver, timeout),
                connections(anonymous, forAnyHost(), timeout),
                mirrors);
    }

    private GuardedResolver forAnyHost() {
        return GuardedResolver.forAnyHost(settings.privateAddresses(), names);
    }

    private BoundedHttp connections(SSLContext tls, GuardedResolver resolver, Duration timeout) {
        Duration connectTimeout =
                settings.connectTimeout().compareTo(timeout) < 0 ? settings.connectTimeout() : timeout;
        BoundedHttp made = new BoundedHttp(tls, resolver, connectTimeout, timeout, settings.maxConcurrentLookups());
        connections.add(made);
        return made;
    }

    void closeIdle() {
        connections.forEach(BoundedHttp::closeIdle);
    }

    @Override
    public void close() {
        connections.forEach(BoundedHttp::close);
        names.close();
    }
}
