package dev.plimsoll.kubernetes;

import static dev.plimsoll.registry.TestImage.anImage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.plimsoll.evaluation.Evaluation;
import dev.plimsoll.evaluation.Evaluator;
import dev.plimsoll.evaluation.PullCredentials.Found;
import dev.plimsoll.image.Credential;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Platform;
import dev.plimsoll.policy.Finding;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.policy.PolicyBuilder;
import dev.plimsoll.policy.PolicySet;
import dev.plimsoll.policy.check.ImageSize;
import dev.plimsoll.policy.check.MutableTag;
import dev.plimsoll.registry.FakeRegistry;
import dev.plimsoll.registry.RegistryInspector;
import dev.plimsoll.registry.TestSettings;
import dev.plimsoll.workload.Namespace;
import dev.plimsoll.workload.Workload;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the object under review over the API server to the registry, all of it over sockets. */
@Timeout(60)
class ClusterPullSecretsTest {

    private static final String DOCKER_CONFIG = "kubernetes.io/dockerconfigjson";
    private static final String PASSWORD = "tr0ub4dor";

    private record Settings(Optional<Boolean> enabled, Optional<Set<String>> namespaces, Duration ttl, Duration timeout)
            implements PullSecretSettings {

        Settings off() {
            return new Settings(Optional.of(false), namespaces, ttl, timeout);
        }

        Settings in(String... some) {
            return new Settings(enabled, Optional.of(Set.of(some)), ttl, timeout);
        }

        Settings ttl(Duration other) {
            return new Settings(enabled, namespaces, other, timeout);
        }

        Settings timeout(Duration other) {
            return new Settings(enabled, namespaces, ttl, other);
        }
    }

    private final FakeRegistry registry = FakeRegistry.start()
            .put("app", "1", anImage())
            .put("app", "2", anImage())
            .bearerAuth("alice", PASSWORD);
    private final MockApiServer apiServer = MockApiServer.start();
    private final KubernetesClient admin = apiServer.newClient();
    private final RegistryInspector inspector = TestSettings.with(registry).inspector();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private Settings settings =
            new Settings(Optional.of(true), Optional.empty(), Duration.ofMinutes(1), Duration.ofSeconds(2));
    private final List<ClusterPullSecrets> opened = new ArrayList<>();

    @AfterEach
    void stop() {
        opened.forEach(ClusterPullSecrets::close);
        inspector.close();
        admin.close();
        registry.close();
        apiServer.close();
        executor.shutdownNow();
    }

    private ClusterPullSecrets pullSecrets() {
        ClusterPullSecrets pullSecrets = ClusterPullSecrets.reading(apiServer.newClient(), settings);
        opened.add(pullSecrets);
        return pullSecrets;
    }

    private static String dockerConfig(String registry, String user, String password) {
        return "{\"auths\":{\"%s\":{\"username\":\"%s\",\"password\":\"%s\"}}}".formatted(registry, user, password);
    }

    private void secret(String namespace, String name, String type, String content) {
        String key = type.equals("kubernetes.io/dockercfg") ? ".dockercfg" : ".dockerconfigjson";
        admin.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .endMetadata()
                        .withType(type)
                        .addToData(key, Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)))
                        .build())
                .createOr(NonDeletingOperation::update);
    }

    private void rightSecret(String namespace, String name) {
        secret(namespace, name, DOCKER_CONFIG, dockerConfig(registry.name(), "alice", PASSWORD));
    }

    private void serviceAccount(String namespace, String name, String... pullSecrets) {
        ServiceAccountBuilder account = new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata();
        for (String secret : pullSecrets) {
            account.addNewImagePullSecret(secret);
        }
        admin.resource(account.build()).createOr(NonDeletingOperation::update);
    }

    private Workload pod(String namespace, String says) {
        return workload(
                namespace,
                "{apiVersion: v1, kind: Pod, metadata: {name: it}, spec: {containers: [{name: web, image: '%s/app:1'}]%s}}"
                        .formatted(registry.name(), says));
    }

    private Workload deployment(String namespace, String says) {
        return workload(
                namespace,
                "{apiVersion: apps/v1, kind: Deployment, metadata: {name: it}, spec: {template: {spec: "
                        + "{containers: [{name: web, image: '%s/app:1'}]%s}}}}".formatted(registry.name(), says));
    }

    private static Workload workload(String namespace, String yaml) {
        return new WorkloadMapper(Set.of(Platform.LINUX_AMD64))
                .toWorkload(Yaml.object(yaml), Optional.empty(), Namespace.named(namespace));
    }

    /** Under a policy that every image violates, if it is known. */
    private Evaluation judge(ClusterPullSecrets pullSecrets, Workload workload, PolicyBuilder policy) {
        Evaluator evaluator = new Evaluator(inspector, pullSecrets, Mode.ENFORCE, Clock.systemUTC(), executor);
        PolicySet policies = new PolicySet(List.of(policy.build()), List.of());
        return joined(evaluator
                .evaluate(workload, policies, Instant.now().plusSeconds(20))
                .toCompletableFuture());
    }

    private static <T> T joined(CompletableFuture<T> future) {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private Evaluation judge(ClusterPullSecrets pullSecrets, Workload workload) {
        return judge(pullSecrets, workload, PolicyBuilder.aPolicy().check(new ImageSize(new DataSize(1))));
    }

    private static boolean isSeen(Evaluation evaluation) {
        return evaluation.findings().stream()
                .noneMatch(finding -> finding.check().equals(Finding.UNINSPECTED));
    }

    private static String problem(Evaluation evaluation) {
        assertThat(evaluation.findings()).hasSize(1).allMatch(finding -> finding.check()
                .equals(Finding.UNINSPECTED));
        return evaluation.findings().get(0).violation().problem();
    }

    private static Found found(ClusterPullSecrets pullSecrets, Workload workload) {
        return joined(pullSecrets.of(workload).toCompletableFuture());
    }

    private List<String> users(Found found) {
        return found.credentials().matching(ImageReference.parse(registry.name() + "/app:1")).stream()
                .map(Credential::user)
                .toList();
    }

    private long asked(String name) {
        return apiServer.requests().stream()
                .filter(request -> request.startsWith("GET") && request.endsWith("/" + name))
                .count();
    }

    @Test
    void thePullSecretThatAPodNamesShowsItsImage() {
        rightSecret("shop", "regcred");
        assertThat(isSeen(judge(pullSecrets(), pod("shop", ", imagePullSecrets: [{name: regcred}]"))))
                .isTrue();
    }

    @Test
    void soDoesOneOfTheOlderType() {
        secret(
                "shop",
                "regcred",
                "kubernetes.io/dockercfg",
                "{\"%s\":{\"username\":\"alice\",\"password\":\"%s\"}}".formatted(registry.name(), PASSWORD));
        assertThat(isSeen(judge(pullSecrets(), pod("shop", ", imagePullSecrets: [{name: regcred}]"))))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"default, ''", "web, ', serviceAccountName: web'"})
    void theServiceAccountsAreThoseOfATemplateThatNamesNone(String account, String says) {
        rightSecret("shop", "regcred");
        serviceAccount("shop", account, "regcred");
        assertThat(isSeen(judge(pullSecrets(), deployment("shop", says)))).isTrue();
        assertThat(isSeen(judge(pullSecrets(), pod("shop", says)))).isTrue();
    }

    @Test
    void andNotOfOneThatNamesSome() {
        rightSecret("shop", "regcred");
        secret("shop", "other", DOCKER_CONFIG, dockerConfig("elsewhere.corp", "bob", "x"));
        serviceAccount("shop", "default", "regcred");
        assertThat(isSeen(judge(pullSecrets(), deployment("shop", ", imagePullSecrets: [{name: other}]"))))
                .isFalse();
        assertThat(asked("default")).isZero();
    }

    @Test
    void severalAreTriedInTheOrderOfThePod() {
        for (String name : List.of("a", "b", "c")) {
            secret("shop", name, DOCKER_CONFIG, dockerConfig(registry.name(), name, "p"));
        }
        Found found = found(pullSecrets(), pod("shop", ", imagePullSecrets: [{name: b}, {name: a}, {name: c}]"));
        assertThat(users(found)).containsExactly("b", "a", "c");
    }

    @Test
    void aSecretOfAnotherNamespaceIsNeverUsed() {
        rightSecret("other", "regcred");
        serviceAccount("other", "default", "regcred");
        serviceAccount("shop", "default");
        Evaluation evaluation = judge(pullSecrets(), pod("shop", ", imagePullSecrets: [{name: regcred}]"));
        assertThat(problem(evaluation)).contains("unauthorized: pull secret shop/regcred does not exist;");
        assertThat(isSeen(judge(pullSecrets(), deployment("shop", "")))).isFalse();
        assertThat(apiServer.requests()).noneMatch(request -> request.startsWith("GET") && request.contains("/other/"));
    }

    /** The API server takes any text for the name of a pull secret. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../other/secrets/regcred",
                "..%2f..%2fother%2fsecrets%2fregcred",
                "../secrets/regcred",
                "regcred?x=1",
                "REGCRED",
                "regcred/",
                ".",
                "a b"
            })
    void norIsOneByAPathForAName(String name) {
        rightSecret("other", "regcred");
        rightSecret("shop", "regcred");
        int before = apiServer.requests().size();
        Workload pod = pod("shop", ", imagePullSecrets: [{name: '%s'}]".formatted(name));
        Evaluation evaluation = judge(pullSecrets(), pod);
        assertThat(problem(evaluation))
                .contains("a pull secret is named as no object can be")
                .doesNotContain(name + ";");
        assertThat(apiServer.requests()).hasSize(before);
    }

    @Test
    void aSecretThatThePodDoesNotNameIsNeverUsed() {
        rightSecret("shop", "regcred");
        secret("shop", "named", DOCKER_CONFIG, dockerConfig("elsewhere.corp", "bob", "x"));
        serviceAccount("shop", "default");
        serviceAccount("shop", "web", "regcred");
        assertThat(isSeen(judge(pullSecrets(), pod("shop", ", imagePullSecrets: [{name: named}]"))))
                .isFalse();
        assertThat(isSeen(judge(pullSecrets(), deployment("shop", "")))).isFalse();
        assertThat(asked("regcred")).isZero();
    }

    @Test
    void nothingIsListedOrWatched() {
        rightSecret("shop", "regcred");
        serviceAccount("shop", "default", "regcred");
        int before = apiServer.requests().size();
        judge(pullSecrets(), deployment("shop", ""));
        assertThat(apiServer.requests().subList(before, apiServer.requests().size()))
                .containsExactly(
                        "GET /api/v1/namespaces/shop/serviceaccounts/default",
                        "GET /api/v1/namespaces/shop/secrets/regcred");
    }

    @Test
    void nobodyIsAskedWhereNoImageHasToBeKnown() {
        int before = apiServer.requests().size();
        Evaluation evaluation = judge(
                pullSecrets(),
                pod("shop", ", imagePullSecrets: [{name: regcred}]"),
                PolicyBuilder.aPolicy().check(new MutableTag(List.of("1"), false)));
        assertThat(evaluation.findings()).isNotEmpty();
        assertThat(apiServer.requests()).hasSize(before);
    }

    @Test
    void whatWasReadIsKeptForAWhile() {
        rightSecret("shop", "regcred");
        settings = settings.ttl(Duration.ofSeconds(1));
        ClusterPullSecrets pullSecrets = pullSecrets();
        Workload pod = pod("shop", ", imagePullSecrets: [{name: regcred}]");
        found(pullSecrets, pod);
        assertThat(pullSecrets.of(pod).toCompletableFuture()).isDone();
        assertThat(asked("regcred")).isEqualTo(1);
        secret("shop", "regcred", DOCKER_CONFIG, dockerConfig(registry.name(), "carol", "new"));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> users(found(pullSecrets, pod)).equals(List.of("carol")));
    }

    @Test
    void soIsThatThereIsNothingButNotForLong() {
        ClusterPullSecrets pullSecrets = pullSecrets();
        Workload pod = pod("shop", ", imagePullSecrets: [{name: regcred}]");
        found(pullSecrets, pod);
        found(pullSecrets, pod);
        assertThat(asked("regcred")).isEqualTo(1);
        rightSecret("shop", "regcred");
        await().atMost(Duration.ofSeconds(15))
                .until(() -> users(found(pullSecrets, pod)).equals(List.of("alice")));
    }

    @Test
    void manyReviewsAtOnceAskOnce() {
        rightSecret("shop", "regcred");
        ClusterPullSecrets pullSecrets = pullSecrets();
        Workload pod = pod("shop", ", imagePullSecrets: [{name: regcred}]");
        List<CompletableFuture<Found>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(pullSecrets.of(pod).toCompletableFuture());
        }
        all.forEach(found -> assertThat(users(joined(found))).containsExactly("alice"));
        assertThat(asked("regcred")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "403; {}; may not be read",
                "401; {}; may not be read",
                "404; {}; does not exist",
                "500; {}; could not be read: the API server answers 500",
                "200; <html>; is malformed",
                "200; {\"type\":\"Opaque\",\"data\":{\".dockerconfigjson\":\"e30=\"}}; is no pull secret by its type",
                "200; {}; is no pull secret by its type",
                "200; {\"type\":\"kubernetes.io/dockerconfigjson\",\"data\":{\".dockerconfigjson\":\"{}\"}}; is malformed",
                "200; {\"type\":\"kubernetes.io/dockerconfigjson\",\"data\":{\".dockerconfigjson\":\"dHIwdWI0ZG9y\"}}; is malformed",
                "200; {\"type\":\"kubernetes.io/dockerconfigjson\"}; is empty",
                "200; []; is no pull secret by its type",
            })
    void whatIsMissingIsSaidOfTheImageThatCouldNotBeLookedAt(int status, String body, String why) {
        apiServer.answer("/api/v1/namespaces/shop/secrets/regcred", status, body);
        Evaluation evaluation = judge(pullSecrets(), pod("shop", ", imagePullSecrets: [{name: regcred}]"));
        assertThat(problem(evaluation)).contains("unauthorized: pull secret shop/regcred " + why);
    }

    @Test
    void soIsAServiceAccountThatMayNotBeRead() {
        apiServer.answer("/api/v1/namespaces/shop/serviceaccounts/web", 403, "{}");
        assertThat(problem(judge(pullSecrets(), deployment("shop", ", serviceAccountName: web"))))
                .contains("service account shop/web may not be read");
    }

    @Test
    void itIsNotSaidOfWhatAnybodyMaySee() {
        FakeRegistry open = FakeRegistry.start().put("app", "1", anImage());
        try (open;
                RegistryInspector looking = TestSettings.with(open).inspector()) {
            Workload pod = workload(
                    "shop",
                    "{apiVersion: v1, kind: Pod, spec: {imagePullSecrets: [{name: gone}], containers: [{name: web, image: '%s/app:1'}]}}"
                            .formatted(open.name()));
            Evaluator evaluator = new Evaluator(looking, pullSecrets(), Mode.ENFORCE, Clock.systemUTC(), executor);
            PolicySet policies = new PolicySet(
                    List.of(PolicyBuilder.aPolicy()
                            .check(new ImageSize(DataSize.ofMebibytes(900)))
                            .build()),
                    List.of());
            assertThat(joined(evaluator
                                    .evaluate(pod, policies, Instant.now().plusSeconds(20))
                                    .toCompletableFuture())
                            .findings())
                    .isEmpty();
        }
    }

    @Test
    void wherePullSecretsAreOffNobodyIsAskedAndTheMessageSaysSo() {
        settings = settings.off();
        ClusterPullSecrets off = ClusterPullSecrets.of(settings, true);
        opened.add(off);
        rightSecret("shop", "regcred");
        int before = apiServer.requests().size();
        assertThat(problem(judge(off, pod("shop", ", imagePullSecrets: [{name: regcred}]"))))
                .contains("pull secret shop/regcred may not be read");
        assertThat(problem(judge(off, deployment("shop", "")))).doesNotContain("pull secret", "service account");
        assertThat(apiServer.requests()).hasSize(before);
    }

    @Test
    void whereTheyAreLimitedToNamespacesOthersAreNotAskedFor() {
        settings = settings.in("shop", "till");
        for (String namespace : List.of("shop", "other")) {
            rightSecret(namespace, "regcred");
            serviceAccount(namespace, "default", "regcred");
        }
        ClusterPullSecrets pullSecrets = pullSecrets();
        assertThat(isSeen(judge(pullSecrets, deployment("shop", "")))).isTrue();
        int before = apiServer.requests().size();
        assertThat(problem(judge(pullSecrets, pod("other", ", imagePullSecrets: [{name: regcred}]"))))
                .contains("pull secret other/regcred may not be read");
        assertThat(isSeen(judge(pullSecrets, deployment("other", "")))).isFalse();
        assertThat(apiServer.requests()).hasSize(before);
    }

    @Test
    void withoutTheApiServerTheReviewGoesOnAndSaysSo() {
        apiServer.disappear();
        assertThat(problem(judge(pullSecrets(), pod("shop", ", imagePullSecrets: [{name: regcred}]"))))
                .contains("pull secret shop/regcred could not be read: the API server does not answer");
        apiServer.appear();
    }

    @Test
    void anApiServerThatStallsIsWaitedForNoLongerThanTheTimeout() {
        settings = settings.timeout(Duration.ofMillis(300));
        apiServer.delay("/api/v1/namespaces/shop/secrets/regcred", Duration.ofSeconds(20));
        ClusterPullSecrets pullSecrets = pullSecrets();
        Workload pod = pod("shop", ", imagePullSecrets: [{name: regcred}]");
        long before = System.nanoTime();
        CompletableFuture<Found> pending = pullSecrets.of(pod).toCompletableFuture();
        assertThat(pending).isNotDone();
        assertThat(joined(pending).missing())
                .containsExactly("pull secret shop/regcred could not be read: the API server does not answer");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        assertThat(pullSecrets.of(pod).toCompletableFuture()).isDone();
    }

    @Test
    void aPodThatNamesVeryManyIsNotServedAll() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            names.add("{name: s%d}".formatted(i));
        }
        int before = apiServer.requests().size();
        Found found = found(pullSecrets(), pod("shop", ", imagePullSecrets: [%s]".formatted(String.join(",", names))));
        assertThat(apiServer.requests()).hasSize(before + 20);
        assertThat(found.missing()).hasSize(21).last().isEqualTo("only the first 20 pull secrets were read");
    }

    @Test
    void noSecretIsInTheLogOrInWhatIsSaid() {
        secret("shop", "wrong", DOCKER_CONFIG, dockerConfig(registry.name(), "mallory", PASSWORD + "-wrong"));
        String encoded = Base64.getEncoder().encodeToString(("{" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        String malformed =
                "{\"type\":\"%s\",\"data\":{\".dockerconfigjson\":\"%s\"}}".formatted(DOCKER_CONFIG, encoded);
        apiServer.answer("/api/v1/namespaces/shop/secrets/malformed", 200, malformed);
        apiServer.answer("/api/v1/namespaces/shop/secrets/plain", 200, malformed.replace(encoded, PASSWORD + ":"));
        List<String> said = new CopyOnWriteArrayList<>();
        Handler listening = listening(said);
        Logger plimsoll = Logger.getLogger("dev.plimsoll");
        Level level = plimsoll.getLevel();
        plimsoll.setLevel(Level.ALL);
        plimsoll.addHandler(listening);
        try {
            for (String name : List.of("wrong", "malformed", "plain")) {
                ClusterPullSecrets pullSecrets = pullSecrets();
                Workload pod = pod("shop", ", imagePullSecrets: [{name: %s}]".formatted(name));
                said.add(judge(pullSecrets, pod).toString());
                said.add(found(pullSecrets, pod).toString());
            }
        } finally {
            plimsoll.removeHandler(listening);
            plimsoll.setLevel(level);
        }
        assertThat(said).anyMatch(line -> line.contains("pull secret shop/malformed is left out"));
        assertThat(said).noneMatch(line -> line.contains(PASSWORD) || line.contains(encoded));
    }

    private static Handler listening(List<String> said) {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                said.add("%s %s"
                        .formatted(
                                line.getMessage(),
                                List.of(Optional.ofNullable(line.getParameters())
                                        .orElse(new Object[0]))));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    @Test
    void refusesTimesThatCannotBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusterPullSecrets.of(settings.ttl(Duration.ZERO), true))
                .withMessageContaining("plimsoll.pull-secrets.ttl");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusterPullSecrets.of(settings.timeout(Duration.ZERO), true))
                .withMessageContaining("plimsoll.pull-secrets.timeout");
    }
}
