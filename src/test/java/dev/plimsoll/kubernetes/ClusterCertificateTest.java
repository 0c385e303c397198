package dev.plimsoll.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.plimsoll.certificate.ApiServerClient;
import dev.plimsoll.certificate.CertificateSettings;
import dev.plimsoll.certificate.ManualClock;
import dev.plimsoll.certificate.SelfManagedCertificate;
import dev.plimsoll.certificate.ServingCertificate;
import dev.plimsoll.certificate.TestCertificateSettings;
import dev.plimsoll.certificate.TlsServer;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Replicas with a real TLS server each, on one API server, and clients that trust what its webhook configuration says. */
class ClusterCertificateTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final ManualClock clock = new ManualClock(START);
    private final List<Replica> replicas = new ArrayList<>();
    private final MockApiServer apiServer = MockApiServer.start();
    private final KubernetesClient client = apiServer.newClient();

    private TestCertificateSettings settings =
            TestCertificateSettings.selfManaged().set("reload-period", "50ms").set("self-managed.settling-time", "1m");

    @AfterEach
    void stop() {
        replicas.forEach(Replica::stop);
        client.close();
        apiServer.close();
        executor.shutdownNow();
    }

    /** A replica that looks when the test says so. */
    private final class Replica {

        private final ServingCertificate serving = new ServingCertificate();
        private final TlsServer server = TlsServer.serving(serving);
        private final ClusterCertificate certificate;

        Replica(String name, Clock clock) {
            CertificateSettings built = settings.build();
            ElectionLease lease = new ElectionLease(
                    "plimsoll",
                    built.selfManaged().lease(),
                    name,
                    Duration.ofSeconds(2),
                    Duration.ofMillis(1500),
                    Duration.ofMillis(100));
            certificate = new ClusterCertificate(apiServer.newClient(), serving, built, lease, clock);
            certificate.contend(executor);
            replicas.add(this);
        }

        /** Until it serves. */
        Replica begin() {
            await().atMost(PATIENCE).until(() -> {
                look();
                return serving.leaf().isPresent();
            });
            return this;
        }

        void look() {
            certificate.look();
        }

        X509Certificate leaf() {
            return serving.leaf().orElseThrow();
        }

        X509Certificate shakeHands(String caBundle) throws IOException {
            return ApiServerClient.shakeHands(server.port(), caBundle, clock.instant());
        }

        void stop() {
            certificate.close();
            try {
                server.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private Replica replica(String name) {
        return new Replica(name, clock);
    }

    private void looks(int times) {
        for (int time = 0; time < times; time++) {
            replicas.forEach(Replica::look);
        }
    }

    private void register() {
        client.resource(configuration()).create();
    }

    private static ValidatingWebhookConfiguration configuration() {
        ValidatingWebhookConfigurationBuilder builder = new ValidatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName("plimsoll")
                .endMetadata();
        for (String name : List.of("validate.plimsoll.dev", "another.plimsoll.dev")) {
            builder.addNewWebhook()
                    .withName(name)
                    .withTimeoutSeconds(5)
                    .withNewClientConfig()
                    .withNewService()
                    .withName("plimsoll")
                    .withNamespace("plimsoll")
                    .withPath("/validate")
                    .endService()
                    .endClientConfig()
                    .endWebhook();
        }
        return builder.build();
    }

    private ValidatingWebhookConfiguration registered() {
        return client.admissionRegistration()
                .v1()
                .validatingWebhookConfigurations()
                .withName("plimsoll")
                .get();
    }

    /** In PEM; empty if there is none. */
    private String caBundle() {
        String bundle = registered().getWebhooks().get(0).getClientConfig().getCaBundle();
        return bundle == null ? "" : new String(Base64.getDecoder().decode(bundle), StandardCharsets.US_ASCII);
    }

    private Secret secret() {
        return client.secrets()
                .inNamespace("plimsoll")
                .withName("plimsoll-certificate")
                .get();
    }

    @Test
    void makesACertificateThatTheApiServerTrusts() throws IOException {
        register();
        Replica replica = replica("a").begin();
        assertThat(replica.shakeHands(caBundle())).isEqualTo(replica.leaf());
        assertThat(secret().getType()).isEqualTo("kubernetes.io/tls");
        assertThat(secret().getData()).containsKeys("tls.crt", "tls.key", "ca.crt", "ca.key");
    }

    @Test
    void writesNothingOfTheRegistrationButTheBundle() {
        register();
        replica("a").begin();
        ValidatingWebhookConfiguration expected = configuration();
        expected.getWebhooks().forEach(webhook -> webhook.getClientConfig()
                .setCaBundle(Base64.getEncoder().encodeToString(caBundle().getBytes(StandardCharsets.US_ASCII))));
        assertThat(registered().getWebhooks()).isEqualTo(expected.getWebhooks());
    }

    @Test
    void twoThatRaceServeWithTheSameAuthority() throws Exception {
        register();
        for (int round = 0; round < 10; round++) {
            Replica a = replica("a" + round);
            Replica b = replica("b" + round);
            Future<?> first = executor.submit(a::begin);
            Future<?> second = executor.submit(b::begin);
            first.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            second.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(a.shakeHands(caBundle())).isEqualTo(b.shakeHands(caBundle()));
            replicas.forEach(Replica::stop);
            replicas.clear();
            client.resource(secret()).delete();
        }
    }

    @Test
    void fillsASecretOfAnotherTypeThatSomebodyHasMade() throws IOException {
        register();
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace("plimsoll")
                        .withName("plimsoll-certificate")
                        .endMetadata()
                        .withType("Opaque")
                        .addToData("note", "bm90ZQ==")
                        .build())
                .create();
        Replica replica = replica("a").begin();
        assertThat(replica.shakeHands(caBundle())).isEqualTo(replica.leaf());
        assertThat(secret().getType()).isEqualTo("Opaque");
        assertThat(secret().getData()).containsKeys("note", "tls.crt");
    }

    /** A Secret that was read before somebody else wrote it is not overwritten. */
    @Test
    void leavesTheSecretToWhoWasFaster() {
        CertificateSecret secret = new CertificateSecret(client, "plimsoll", "plimsoll-certificate");
        assertThat(secret.write(Map.of("a", "YQ=="), null)).isTrue();
        assertThat(secret.write(Map.of("a", "Yg=="), null)).isFalse();
        String version = secret.read().orElseThrow().version();
        assertThat(secret.write(Map.of("a", "Yw=="), version)).isTrue();
        assertThat(secret.write(Map.of("a", "ZA=="), version)).isFalse();
        assertThat(secret.read().orElseThrow().data()).isEqualTo(Map.of("a", "Yw=="));
        client.resource(secret()).delete();
        assertThat(secret.write(Map.of("a", "ZQ=="), version)).isFalse();
    }

    /** A Lease does not exclude: what the Secret's version lets win is what both serve with. */
    @Test
    void twoThatBothTakeThemselvesForTheLeaderServeWithTheSameCertificate() throws Exception {
        register();
        for (int round = 0; round < 20; round++) {
            ServingCertificate a = new ServingCertificate();
            ServingCertificate b = new ServingCertificate();
            Runnable first = leader(a);
            Runnable second = leader(b);
            CyclicBarrier together = new CyclicBarrier(2);
            List<Future<?>> looks = Stream.of(first, second)
                    .<Future<?>>map(look -> executor.submit(() -> {
                        together.await();
                        look.run();
                        return null;
                    }))
                    .toList();
            for (Future<?> look : looks) {
                look.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            first.run();
            second.run();
            first.run();
            assertThat(a.leaf()).isPresent().isEqualTo(b.leaf());
            try (TlsServer server = TlsServer.serving(b)) {
                ApiServerClient.shakeHands(server.port(), caBundle(), clock.instant());
            }
            client.resource(secret()).delete();
        }
    }

    private Runnable leader(ServingCertificate serving) {
        return new SelfManagedCertificate(
                serving,
                new CertificateSecret(client, "plimsoll", "plimsoll-certificate"),
                new WebhookTrust(client, List.of("plimsoll")),
                () -> true,
                settings.build().selfManaged(),
                clock);
    }

    /** Five days at a time, by clients who hear of a new bundle two looks late. */
    @Test
    void renewsLeafAndAuthorityWithoutAFailedHandshake() throws IOException {
        register();
        Replica a = replica("a").begin();
        Replica b = replica("b").begin();
        Set<X509Certificate> leaves = new HashSet<>();
        Set<String> bundles = new HashSet<>();
        Queue<String> late = new ArrayDeque<>(List.of(caBundle()));
        for (int days = 0; days < 2 * 365; days += 5) {
            late.add(caBundle());
            String heard = late.remove();
            clock.advance(Duration.ofDays(5));
            looks(1);
            leaves.add(a.shakeHands(heard));
            leaves.add(b.shakeHands(heard));
            bundles.add(heard);
        }
        assertThat(leaves).hasSizeBetween(12, 16);
        assertThat(bundles).as("three authorities, with and without the former").hasSizeBetween(5, 7);
    }

    /** Real time and short lives, under handshakes that never pause; clients hear 200 ms late. */
    @Test
    void renewsUnderAStreamOfHandshakes() throws Exception {
        settings.set("self-managed.duration", "5s")
                .set("self-managed.ca-duration", "12s")
                .set("self-managed.settling-time", "600ms");
        register();
        Clock real = Clock.systemUTC();
        Replica a = new Replica("a", real).begin();
        Replica b = new Replica("b", real).begin();
        AtomicInteger handshakes = new AtomicInteger();
        Set<X509Certificate> leaves = ConcurrentHashMap.newKeySet();
        Set<String> bundles = ConcurrentHashMap.newKeySet();
        ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>(List.of(caBundle(), caBundle()));
        long end = System.nanoTime() + Duration.ofSeconds(22).toNanos();
        List<Future<?>> streams = new ArrayList<>();
        for (Replica replica : List.of(a, b)) {
            streams.add(executor.submit(() -> {
                while (System.nanoTime() < end) {
                    leaves.add(ApiServerClient.shakeHands(replica.server.port(), heard.peek(), Instant.now()));
                    handshakes.incrementAndGet();
                }
                return null;
            }));
        }
        while (System.nanoTime() < end) {
            looks(1);
            bundles.add(caBundle());
            heard.add(caBundle());
            heard.remove();
            Thread.sleep(100);
        }
        for (Future<?> stream : streams) {
            stream.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(handshakes).hasValueGreaterThan(200);
        assertThat(leaves).hasSizeGreaterThan(3);
        assertThat(bundles).hasSizeGreaterThan(2);
    }

    @Test
    void theNextLeaderGoesOnWithTheSameCertificate() {
        register();
        Replica a = replica("a").begin();
        Replica b = replica("b").begin();
        X509Certificate before = a.leaf();
        a.stop();
        replicas.remove(a);
        await().atMost(PATIENCE).until(() -> {
            clock.advance(Duration.ofDays(10));
            b.look();
            return !b.leaf().equals(before);
        });
        assertThat(b.leaf().getIssuerX500Principal()).isEqualTo(before.getIssuerX500Principal());
    }

    @Test
    void putsBackASecretThatWasDeleted() {
        register();
        Replica replica = replica("a").begin();
        Map<String, String> before = secret().getData();
        client.resource(secret()).delete();
        looks(1);
        assertThat(secret().getData()).isEqualTo(before);
        assertThat(replica.leaf()).isNotNull();
    }

    @Test
    void putsBackASecretThatHoldsGarbage() throws IOException {
        register();
        Replica replica = replica("a").begin();
        Map<String, String> before = secret().getData();
        spoil("tls.key", "garbage");
        looks(1);
        assertThat(secret().getData()).isEqualTo(before);
        assertThat(replica.shakeHands(caBundle())).isNotNull();
    }

    @Test
    void replacesGarbageThatIsThereAtTheStart() throws IOException {
        register();
        replica("a").begin().stop();
        replicas.clear();
        for (String key : List.of("tls.crt", "tls.key", "ca.crt", "ca.key")) {
            spoil(key, "garbage");
            Replica replica = replica("after " + key).begin();
            assertThat(replica.shakeHands(caBundle())).as(key).isEqualTo(replica.leaf());
            replica.stop();
            replicas.clear();
        }
    }

    private void spoil(String key, String value) {
        Secret secret = secret();
        Map<String, String> data = new HashMap<>(secret.getData());
        data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.US_ASCII)));
        secret.setData(data);
        client.resource(secret).update();
    }

    @Test
    void replacesWhatEndedWhileNobodyRan() throws IOException {
        register();
        replica("a").begin().stop();
        replicas.clear();
        for (int days : List.of(100, 2000)) {
            clock.advance(Duration.ofDays(days));
            Replica replica = replica("after " + days).begin();
            assertThat(replica.shakeHands(caBundle())).as("after %s days", days).isEqualTo(replica.leaf());
            replica.stop();
            replicas.clear();
        }
    }

    @Test
    void replacesACertificateForOtherNames() throws IOException {
        register();
        settings.set("self-managed.service", "former");
        replica("a").begin().stop();
        replicas.clear();
        settings.set("self-managed.service", "plimsoll");
        Replica replica = replica("b").begin();
        assertThat(replica.shakeHands(caBundle())).isEqualTo(replica.leaf());
    }

    @Test
    void waitsForTheApiServerAndKeepsServingWithoutIt() throws IOException {
        register();
        apiServer.disappear();
        Replica replica = replica("a");
        looks(3);
        assertThat(replica.serving.leaf()).isEmpty();
        apiServer.appear();
        replica.begin();
        String bundle = caBundle();
        apiServer.disappear();
        clock.advance(Duration.ofDays(70));
        looks(3);
        assertThat(replica.shakeHands(bundle)).isEqualTo(replica.leaf());
        apiServer.appear();
        X509Certificate before = replica.leaf();
        await().atMost(PATIENCE).until(() -> {
            replica.look();
            return !replica.leaf().equals(before);
        });
        assertThat(replica.shakeHands(caBundle())).isEqualTo(replica.leaf());
    }

    @Test
    void servesBeforeItIsRegisteredAndTellsWhomToTrustOnceItIs() throws IOException {
        Replica replica = replica("a").begin();
        looks(2);
        register();
        assertThat(caBundle()).isEmpty();
        looks(1);
        assertThat(replica.shakeHands(caBundle())).isEqualTo(replica.leaf());
    }

    @Test
    void givesClientsAMinuteToHearOfANewAuthority() {
        register();
        Replica replica = replica("a").begin();
        for (int days = 0; days < 200; days += 50) {
            clock.advance(Duration.ofDays(50));
            looks(1);
        }
        X509Certificate before = replica.leaf();
        String bundle = caBundle();
        clock.advance(Duration.ofDays(50));
        looks(1);
        assertThat(caBundle()).endsWith(bundle).isNotEqualTo(bundle);
        looks(1);
        clock.advance(Duration.ofSeconds(59));
        looks(2);
        assertThat(replica.leaf()).isEqualTo(before);
        clock.advance(Duration.ofSeconds(1));
        looks(1);
        assertThat(replica.leaf().getIssuerX500Principal()).isNotEqualTo(before.getIssuerX500Principal());
    }

    /** An authority that nobody has heard of signs nothing. */
    @Test
    void doesNotTurnToANewAuthorityWhileItCannotBeAnnounced() throws IOException {
        register();
        Replica replica = replica("a").begin();
        for (int day = 0; day < 240; day++) {
            clock.advance(Duration.ofDays(1));
            looks(2);
        }
        String bundle = caBundle();
        X509Certificate served = replica.leaf();
        client.resource(registered()).delete();
        for (int day = 0; day < 20; day++) {
            clock.advance(Duration.ofDays(1));
            looks(2);
        }
        assertThat(replica.shakeHands(bundle).getIssuerX500Principal()).isEqualTo(served.getIssuerX500Principal());
    }

    @Test
    void restoresABundleThatSomebodyWiped() throws IOException {
        register();
        Replica replica = replica("a").begin();
        ValidatingWebhookConfiguration wiped = registered();
        ValidatingWebhook webhook = wiped.getWebhooks().get(1);
        webhook.getClientConfig().setCaBundle("");
        client.resource(wiped).update();
        looks(1);
        assertThat(registered().getWebhooks())
                .extracting(it -> it.getClientConfig().getCaBundle())
                .doesNotContain("")
                .containsOnly(
                        registered().getWebhooks().get(0).getClientConfig().getCaBundle());
        assertThat(replica.shakeHands(caBundle())).isEqualTo(replica.leaf());
    }

    @Test
    void saysWhichSettingIsMissing() {
        CertificateSettings built =
                TestCertificateSettings.defaults().set("mode", "selfManaged").build();
        assertThatThrownBy(() -> ClusterCertificate.of(built, new ServingCertificate(), clock))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("plimsoll.tls.self-managed.namespace is not set");
    }

    @Test
    void refusesACertificateThatOutlivesItsAuthority() {
        settings.set("self-managed.duration", "2h").set("self-managed.ca-duration", "1h");
        CertificateSettings built = settings.build();
        assertThatThrownBy(() -> ClusterCertificate.of(built, new ServingCertificate(), clock))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longer than its authority's");
    }
}
