package dev.plimsoll.app;

import static dev.plimsoll.registry.TestImage.anImage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import dev.plimsoll.image.Platform;
import dev.plimsoll.registry.FakeRegistry;
import dev.plimsoll.registry.RegistryEvents;
import dev.plimsoll.registry.RegistryEvents.FailedLookup;
import dev.plimsoll.registry.RegistryEvents.Kind;
import dev.plimsoll.registry.RegistryEvents.Naming;
import dev.plimsoll.registry.RegistryEvents.Outcome;
import dev.plimsoll.registry.RegistryEvents.Recall;
import dev.plimsoll.registry.RegistryInspector;
import dev.plimsoll.registry.TestSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RegistryMetricsTest {

    private SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final RegistryMetrics metrics = metrics(List.of("Registry.corp:5000"));

    @TempDir
    private Path folder;

    private RegistryMetrics metrics(List<String> configured) {
        return new RegistryMetrics(meters, new LookupLog(lines::add, System::nanoTime), configured);
    }

    private double count(String name, String... tags) {
        return meters.get(name).tags(tags).counter().count();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "registry.corp:5000, registry.corp:5000",
        "REGISTRY.CORP:5000, registry.corp:5000",
        "docker.io, docker.io",
        "registry.corp, other",
        "evil.test, other",
        "other, other"
    })
    void registries_are_counted_by_name_if_they_are_known(String name, String host) {
        metrics.requested(name, Outcome.OK, Duration.ofMillis(7), 123);
        assertThat(meters.get("plimsoll.registry.requests")
                        .tags("host", host, "outcome", "ok")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(7);
        assertThat(count("plimsoll.registry.read", "host", host)).isEqualTo(123);
    }

    @Test
    void however_many_names_are_made_up_there_are_no_more_meters() {
        metrics.requested("evil-0.test", Outcome.FAILED, Duration.ZERO, 0);
        int before = meters.getMeters().size();
        for (int i = 1; i < 1_000; i++) {
            metrics.requested("evil-" + i + ".test", Outcome.FAILED, Duration.ZERO, 0);
        }
        assertThat(meters.getMeters()).hasSize(before);
    }

    @Test
    void of_very_many_that_are_configured_some_are_counted_together() {
        meters = new SimpleMeterRegistry();
        RegistryMetrics many = metrics(
                IntStream.range(0, 100).mapToObj("r%02d.corp"::formatted).toList());
        many.rateLimited("r49.corp", Duration.ofSeconds(1));
        many.rateLimited("r50.corp", Duration.ofSeconds(1));
        many.breakerChanged("r50.corp", RegistryEvents.Breaker.OPEN);
        assertThat(count("plimsoll.registry.rate.limited", "host", "r49.corp")).isEqualTo(1);
        assertThat(count("plimsoll.registry.rate.limited", "host", "other")).isEqualTo(1);
    }

    @Test
    void a_breaker_is_seen_to_open_and_close() {
        for (RegistryEvents.Breaker state :
                List.of(RegistryEvents.Breaker.OPEN, RegistryEvents.Breaker.HALF_OPEN, RegistryEvents.Breaker.CLOSED)) {
            metrics.breakerChanged("docker.io", state);
            assertThat(meters.get("plimsoll.registry.breaker.open")
                            .tag("host", "docker.io")
                            .gauge()
                            .value())
                    .isEqualTo(state == RegistryEvents.Breaker.CLOSED ? 0 : 1);
            assertThat(count("plimsoll.registry.breaker.changes", "host", "docker.io", "state", state.id()))
                    .isEqualTo(1);
        }
    }

    @Test
    void a_failure_is_counted_by_its_reason_and_written_down() {
        metrics.failed(new FailedLookup(
                "evil.test", Kind.CONFIG, "app", new InspectionException(Reason.TIMED_OUT, "late"), Duration.ZERO));
        assertThat(count("plimsoll.registry.lookups.failed", "host", "other", "kind", "config", "reason", "timed-out"))
                .isEqualTo(1);
        assertThat(lines).hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Recall.class)
    void how_the_cache_answers_is_counted(Recall how) {
        metrics.recalled(Kind.MANIFEST, how);
        assertThat(count("plimsoll.registry.cache.requests", "kind", "manifest", "result", how.id()))
                .isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Naming.class)
    void questions_to_dns_are_counted_by_how_they_ended(Naming how) {
        metrics.named(how, Duration.ofMillis(3));
        assertThat(meters.get("plimsoll.registry.dns")
                        .tag("outcome", how.id())
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(3);
    }

    @Test
    void what_the_cache_is_asked_and_holds_is_counted() throws Exception {
        try (FakeRegistry registry = FakeRegistry.start();
                RegistryInspector inspector =
                        RegistryInspector.create(TestSettings.with(registry).build(), metrics)) {
            metrics.observe(inspector);
            registry.put("app", "1", anImage());
            for (int i = 0; i < 3; i++) {
                inspect(inspector, registry.name() + "/app:1");
            }
        }
        assertThat(count("plimsoll.registry.cache.requests", "kind", "tag", "result", "miss"))
                .isEqualTo(1);
        assertThat(count("plimsoll.registry.cache.requests", "kind", "tag", "result", "hit"))
                .isEqualTo(2);
        assertThat(meters.get("plimsoll.registry.cache.entries")
                        .tag("kind", "config")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(meters.get("plimsoll.registry.tag.age").timer().count()).isEqualTo(2);
        assertThat(meters.get("plimsoll.registry.dns.stalled").gauge().value()).isZero();
    }

    private static void inspect(RegistryInspector inspector, String image) throws Exception {
        inspector
                .inspect(ImageReference.parse(image), Set.of(Platform.LINUX_AMD64))
                .handle((inspection, failure) -> failure)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    /** Whatever is refused, limited or broken, and however much is logged. */
    @Test
    void no_secret_is_ever_logged() throws Exception {
        List<String> logged = new CopyOnWriteArrayList<>();
        Handler handler = handler(logged);
        Logger root = Logger.getLogger("");
        Level before = root.getLevel();
        Handler[] others = root.getHandlers();
        Stream.of(others).forEach(root::removeHandler);
        root.addHandler(handler);
        root.setLevel(Level.ALL);
        try (FakeRegistry basic = FakeRegistry.start();
                FakeRegistry bearer = FakeRegistry.start();
                FakeRegistry refresh = FakeRegistry.start()) {
            basic.basicAuth("user", "another").put("app", "1", anImage());
            bearer.bearerAuth("user", "s3cr3t-password").put("app", "1", anImage());
            refresh.refreshTokenAuth("not the one").put("app", "1", anImage());
            try (RegistryInspector inspector = RegistryInspector.create(
                    TestSettings.with(basic)
                            .endpoint(bearer.name(), bearer)
                            .endpoint(refresh.name(), refresh)
                            .set("docker-config", config(basic, bearer, refresh).toString())
                            .build(),
                    metrics)) {
                inspect(inspector, basic.name() + "/app:1");
                inspect(inspector, bearer.name() + "/app:1");
                inspect(inspector, bearer.name() + "/none:1");
                inspect(inspector, refresh.name() + "/app:1");
                for (int status : new int[] {500, 302, 429}) {
                    bearer.answer("/token", status, "http://elsewhere.test/?token=s3cr3t-password");
                    bearer.expireTokens();
                    inspect(inspector, bearer.name() + "/other:" + status);
                }
            }
        } finally {
            root.setLevel(before);
            root.removeHandler(handler);
            Stream.of(others).forEach(root::addHandler);
        }
        assertThat(lines).hasSize(6);
        assertThat(logged).anyMatch(text -> text.contains("resilience4j"));
        assertThat(List.of(lines, logged)).allSatisfy(texts -> assertThat(texts)
                .noneMatch(text -> text.contains("s3cr3t") || text.contains(basicOf("s3cr3t-password")))
                .noneMatch(text -> text.contains("token-1") || text.contains("Bearer ") || text.contains("Basic ")));
    }

    private Path config(FakeRegistry basic, FakeRegistry bearer, FakeRegistry refresh) throws IOException {
        String auth = basicOf("s3cr3t-password");
        return Files.writeString(
                folder.resolve("config.json"), """
                {"auths": {"%s": {"auth": "%s"}, "%s": {"auth": "%s"}, "%s": {"identitytoken": "s3cr3t-refresh"}}}
                """.formatted(basic.name(), auth, bearer.name(), auth, refresh.name()));
    }

    private static String basicOf(String password) {
        return Base64.getEncoder().encodeToString(("user:" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static Handler handler(List<String> logged) {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                logged.add(record.getLoggerName() + " " + record.getMessage() + " "
                        + List.of(record.getParameters() == null ? new Object[0] : record.getParameters()) + " "
                        + record.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
