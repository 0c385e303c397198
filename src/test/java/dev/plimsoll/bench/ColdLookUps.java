package dev.plimsoll.bench;

import com.google.cloud.tools.jib.api.RegistryUnauthorizedException;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import com.google.cloud.tools.jib.image.json.BuildableManifestTemplate;
import com.google.cloud.tools.jib.image.json.OciIndexTemplate;
import com.google.cloud.tools.jib.registry.RegistryClient;
import dev.plimsoll.TestCertificates;
import dev.plimsoll.image.ImageInspector;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Platform;
import dev.plimsoll.registry.FakeRegistry;
import dev.plimsoll.registry.RegistryInspector;
import dev.plimsoll.registry.TestSettings;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * What looking at an image takes that is not cached, in a registry that is 15 ms away: by the inspector, and by Jib's client
 * as it comes. All images are indexes for two platforms; the registry wants a token for each repository.
 */
final class ColdLookUps {

    private static final Duration ONE_WAY = Duration.ofMillis(15);
    private static final int IMAGES = 20;

    /** A step that is timed, and whose requests are counted. */
    private record Cost(double requests, double connections, double millis) {}

    private final List<Comparison> comparisons = new ArrayList<>();

    List<Comparison> run() throws Exception {
        Path folder = Files.createTempDirectory("plimsoll-certificates");
        TestCertificates certificates = TestCertificates.forLoopback();
        Path authority = certificates.authorityPem(folder);
        trustEverywhere(authority, folder.resolve("trust.p12"));
        try (FakeRegistry registry = FakeRegistry.start(certificates.serverContext());
                DelayProxy proxy = new DelayProxy(registry.port(), ONE_WAY);
                RegistryInspector inspector = TestSettings.defaults()
                        .set("hosts.\"127.0.0.1:%d\".ca-file".formatted(proxy.port()), authority.toString())
                        .set("hosts.\"127.0.0.1:%d\".endpoint".formatted(proxy.port()), address(proxy))
                        .inspector()) {
            registry.bearerAuth().challenge("Bearer realm=\"%s/token\",service=\"fake\"".formatted(address(proxy)));
            for (int image = 0; image < 2 * IMAGES; image++) {
                SampleImages.put(registry, "one", "" + image, image);
                SampleImages.put(registry, "own-" + image, "1", image);
            }
            compare(registry, proxy, inspector);
        }
        return comparisons;
    }

    private void compare(FakeRegistry registry, DelayProxy proxy, ImageInspector inspector) throws Exception {
        String host = "127.0.0.1:" + proxy.port();
        inspect(inspector, host + "/one:0");
        inspect(inspector, host + "/own-0:1");
        jib(host, "one", "0");
        System.out.printf("%nOne image that is not cached, %d ms away%n", ONE_WAY.toMillis());

        Cost known = cost(registry, proxy, image -> inspect(inspector, host + "/one:" + image));
        print("the inspector, a repository it knows", known);
        Cost fresh = cost(registry, proxy, image -> inspect(inspector, host + "/own-" + image + ":1"));
        print("the inspector, a new repository", fresh);
        Cost jib = cost(registry, proxy, image -> jib(host, "own-" + image, "1"));
        print("Jib's client as it comes, a new repository", jib);

        comparisons.add(Comparison.atMost(3, "round trips for an index with a warm token and pool", known.requests));
        comparisons.add(Comparison.atMost(4, "round trips for an index with the token", fresh.requests));
        comparisons.add(Comparison.atLeast(
                2.5, "time of Jib's client as it comes / of the inspector", jib.millis / fresh.millis));
    }

    @FunctionalInterface
    private interface LookUp {
        void of(int image) throws Exception;
    }

    private static Cost cost(FakeRegistry registry, DelayProxy proxy, LookUp lookUp) throws Exception {
        registry.forgetRequests();
        int connections = proxy.connections();
        long begin = System.nanoTime();
        for (int image = 1; image <= IMAGES; image++) {
            lookUp.of(image);
        }
        return new Cost(
                (double) registry.requests().size() / IMAGES,
                (double) (proxy.connections() - connections) / IMAGES,
                (System.nanoTime() - begin) / 1e6 / IMAGES);
    }

    private static void print(String who, Cost cost) {
        System.out.printf(
                "  %-46s %4.1f requests, %4.1f connections, %6.1f ms%n",
                who, cost.requests, cost.connections, cost.millis);
    }

    private static void inspect(ImageInspector inspector, String name) {
        inspector
                .inspect(ImageReference.parse(name), Set.of(Platform.LINUX_AMD64))
                .toCompletableFuture()
                .join();
    }

    /** What Jib itself does for a base image: it tries without a token, and asks for one where that is refused. */
    private static void jib(String host, String repository, String tag) throws Exception {
        FailoverHttpClient http = new FailoverHttpClient(false, false, event -> {});
        try {
            RegistryClient client = RegistryClient.factory(EventHandlers.NONE, host, repository, http)
                    .newRegistryClient();
            OciIndexTemplate index = authorized(client, () -> client.pullManifest(tag, OciIndexTemplate.class)
                    .getManifest());
            BuildableManifestTemplate manifest = client.pullManifest(
                            index.getDigestsForPlatform("amd64", "linux").get(0), BuildableManifestTemplate.class)
                    .getManifest();
            client.pullBlob(manifest.getContainerConfiguration().getDigest(), size -> {}, bytes -> {})
                    .writeTo(OutputStream.nullOutputStream());
        } finally {
            http.shutDown();
        }
    }

    private static <T> T authorized(RegistryClient client, Callable<T> request) throws Exception {
        try {
            return request.call();
        } catch (RegistryUnauthorizedException e) {
            client.doPullBearerAuth();
            return request.call();
        }
    }

    private static String address(DelayProxy proxy) {
        return "https://127.0.0.1:" + proxy.port();
    }

    /** Jib's own client knows no certificates but the system's, which so are others for this process. */
    private static void trustEverywhere(Path authority, Path store) throws Exception {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        try (var pem = Files.newInputStream(authority);
                var out = Files.newOutputStream(store)) {
            trust.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            trust.store(out, "changeit".toCharArray());
        }
        System.setProperty("javax.net.ssl.trustStore", store.toString());
        System.setProperty("javax.net.ssl.trustStorePassword", "changeit");
    }
}
