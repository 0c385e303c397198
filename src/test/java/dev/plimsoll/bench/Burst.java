package dev.plimsoll.bench;

import dev.plimsoll.registry.FakeRegistry;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Two thousand pods at once, as after the loss of a zone, of images that nobody has looked at before. */
final class Burst {

    private static final int PODS = 2_000;
    private static final int IMAGES = 200;
    private static final int AT_ONCE = 64;
    private static final List<String> PLATFORMS = List.of("linux/amd64", "linux/arm64");
    private static final Duration ONE_WAY = Duration.ofMillis(5);

    List<Comparison> run() throws IOException, InterruptedException {
        try (FakeRegistry registry = FakeRegistry.start();
                DelayProxy proxy = new DelayProxy(registry.port(), ONE_WAY)) {
            for (int image = 0; image < IMAGES; image++) {
                SampleImages.put(registry, "team/app-" + image, "1", image);
            }
            try (Application application = new Application(
                    List.of(),
                    Map.of(
                            "plimsoll.registry.hosts.\"registry.corp\".endpoint",
                            "http://127.0.0.1:" + proxy.port(),
                            "plimsoll.platforms",
                            String.join(",", PLATFORMS)))) {
                return burst(registry, application);
            }
        }
    }

    private static List<Comparison> burst(FakeRegistry registry, Application application) throws InterruptedException {
        Semaphore places = new Semaphore(AT_ONCE);
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        long begin = System.nanoTime();
        for (int pod = 0; pod < PODS; pod++) {
            places.acquire();
            byte[] review = PodReviews.of(pod, List.of("registry.corp/team/app-%d:1".formatted(pod % IMAGES)));
            answers.add(application.review(review).whenComplete((answer, failure) -> places.release()));
        }
        long unanswered = answers.stream()
                .map(CompletableFuture::join)
                .filter(answer -> answer.statusCode() != 200 || answer.body().contains("uninspected"))
                .count();
        double seconds = (System.nanoTime() - begin) / 1e9;
        Map<String, Long> manifests = registry.requests().stream()
                .map(FakeRegistry.Request::path)
                .filter(path -> path.contains("/manifests/"))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        long ofImages = manifests.keySet().stream()
                .filter(path -> path.contains("/manifests/sha256:"))
                .count();
        System.out.printf(
                "%n%,d pods of %d images, %d at once, a registry %d ms away: %.1f s, %,d requests to the registry%n",
                PODS,
                IMAGES,
                AT_ONCE,
                ONE_WAY.toMillis(),
                seconds,
                registry.requests().size());
        return List.of(
                Comparison.atMost(0, "burst: pods whose image was not looked at", unanswered),
                Comparison.atMost(
                        IMAGES * PLATFORMS.size(),
                        "burst: manifests asked for, but for indexes (images x platforms)",
                        ofImages),
                Comparison.atMost(IMAGES, "burst: indexes asked for", manifests.size() - ofImages),
                Comparison.atMost(
                        1,
                        "burst: how often any manifest was asked for at the most",
                        manifests.values().stream()
                                .mapToLong(Long::longValue)
                                .max()
                                .orElse(0)));
    }
}
