package dev.plimsoll.registry;

import dev.plimsoll.image.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The registries: those that are configured, and any other as its name says. Owns their connections. */
final class RegistryHosts implements AutoCloseable {

    private static final Set<String> DOCKER_HUB_NAMES =
            Set.of(ImageReference.DOCKER_HUB, "index.docker.io", "registry-1.docker.io");

    private final RegistrySettings settings;
    private final Keychain keychain;
    private final BoundedHttp http;
    private final Map<String, RegistryHost> configured = new HashMap<>();

    private RegistryHosts(RegistrySettings settings) {
        this.settings = settings;
        this.keychain = keychain(settings.dockerConfig(), Setting.of("docker-config"));
        this.http = http(tls(List.of()));
        settings.hosts().forEach((name, host) -> configured.put(normal(name), configured(normal(name), name, host)));
    }

    /** @throws IllegalArgumentException if a setting cannot be used; the message names it */
    static RegistryHosts of(RegistrySettings settings) {
        return new RegistryHosts(settings);
    }

    RegistryHost host(String name) {
        RegistryHost special = configured.get(normal(name));
        return special == null ? new RegistryHost(name, Endpoint.of(name), keychain, Set.of(), http) : special;
    }

    private RegistryHost configured(String name, String written, RegistrySettings.Host host) {
        Setting setting = Setting.of("hosts.\"%s\"".formatted(written));
        return new RegistryHost(
                name,
                host.endpoint()
                        .map(address -> setting.dot("endpoint").read(address, Endpoint::of))
                        .orElseGet(() -> Endpoint.of(name)),
                keychain(host.dockerConfig(), setting.dot("docker-config")).or(keychain),
                host.tokenHosts().stream()
                        .flatMap(Collection::stream)
                        .map(tokenHost -> tokenHost.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet()),
                host.caFile()
                        .map(file -> http(tls(setting.dot("ca-file").read(file, RegistryHosts::certificates))))
                        .orElse(http));
    }

    private static String normal(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return DOCKER_HUB_NAMES.contains(lower) ? ImageReference.DOCKER_HUB : lower;
    }

    private static Keychain keychain(Optional<Path> file, Setting setting) {
        return file.<Keychain>map(path -> setting.read(path, DockerConfig::read))
                .orElse(Keychain.EMPTY);
    }

    private BoundedHttp http(SSLContext tls) {
        return new BoundedHttp(
                tls, settings.connectTimeout(), settings.lookupTimeout(), settings.maxConcurrentLookups());
    }

    private static List<Certificate> certificates(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            List<Certificate> certificates =
                    List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(pem));
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException("%s holds no PEM certificate".formatted(file));
            }
            return certificates;
        } catch (IOException e) {
            throw new IllegalArgumentException("%s cannot be read".formatted(file), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("%s holds no PEM certificates".formatted(file), e);
        }
    }

    /** Trusts what the system trusts, and these. */
    private static SSLContext tls(List<Certificate> alsoTrusted) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust(alsoTrusted), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("TLS cannot be set up", e);
        }
    }

    private static TrustManager @Nullable [] trust(List<Certificate> alsoTrusted)
            throws GeneralSecurityException, IOException {
        if (alsoTrusted.isEmpty()) {
            return null;
        }
        List<Certificate> trusted = new ArrayList<>(alsoTrusted);
        for (TrustManager manager : managers(null)) {
            if (manager instanceof X509TrustManager system) {
                trusted.addAll(List.<X509Certificate>of(system.getAcceptedIssuers()));
            }
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (Certificate certificate : trusted) {
            store.setCertificateEntry("trusted-" + store.size(), certificate);
        }
        return managers(store);
    }

    private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    void closeIdle() {
        connections().forEach(BoundedHttp::closeIdle);
    }

    @Override
    public void close() {
        connections().forEach(BoundedHttp::close);
    }

    private Set<BoundedHttp> connections() {
        Set<BoundedHttp> all =
                configured.values().stream().map(RegistryHost::http).collect(Collectors.toSet());
        all.add(http);
        return all;
    }
}
