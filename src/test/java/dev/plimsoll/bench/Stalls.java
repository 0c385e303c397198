package dev.plimsoll.bench;

import dev.plimsoll.registry.FakeRegistry;
import dev.plimsoll.registry.HostileRegistry;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether registries that stall delay the reviews of images that have nothing to do with them: those that are cached, and
 * those that are looked up in a registry that answers. With and without 200 look-ups that stall, in turns.
 */
final class Stalls {

    private static final int STALLED = 200;

    /** Of one registry no more look-ups wait, or are under way, than these; all are of registries not met before. */
    private static final int OF_ONE_REGISTRY = 8;

    private static final int ROUNDS = 3;
    private static final Duration ROUND = Duration.ofSeconds(7);

    /** How long a look-up stalls, and what its review is given: more than a round takes. */
    private static final Duration STALL = Duration.ofSeconds(15);

    private static final Duration PATIENCE = Duration.ofSeconds(18);

    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final int CACHED = 60;
    private static final int MOST_FRESH = 4_500;

    /** How long each review took, in nanoseconds, of images of either kind. */
    private record Times(List<Long> cached, List<Long> fresh) {

        Times() {
            this(Collections.synchronizedList(new ArrayList<>()), Collections.synchronizedList(new ArrayList<>()));
        }
    }

    private final Times without = new Times();
    private final Times with = new Times();
    private final AtomicInteger reviews = new AtomicInteger();
    private final AtomicInteger freshImages = new AtomicInteger();

    List<Comparison> run() throws IOException, InterruptedException {
        try (FakeRegistry registry = FakeRegistry.start();
                FakeRegistry another = FakeRegistry.start();
                HostileRegistry hostile = HostileRegistry.start()) {
            for (int image = 0; image < CACHED; image++) {
                SampleImages.put(registry, "team/app-" + image, "1", image);
            }
            for (int image = 0; image < MOST_FRESH; image++) {
                SampleImages.put(another, "team/app-" + image, "1", image);
            }
            Map<String, String> settings = new HashMap<>();
            settings.put("plimsoll.registry.lookup-timeout", STALL.toSeconds() + "s");
            settings.put("plimsoll.registry.hosts.\"registry.corp\".endpoint", "" + registry.address());
            settings.put("plimsoll.registry.hosts.\"another.corp\".endpoint", "" + another.address());
            for (int stalling = 0; stalling < ROUNDS * STALLED / OF_ONE_REGISTRY; stalling++) {
                settings.put(
                        "plimsoll.registry.hosts.\"stalls-%d.corp\".endpoint".formatted(stalling),
                        hostile.endpoint(hostile.behaviour("silence")));
            }
            try (Application application = new Application(List.of(), settings)) {
                return compare(application);
            }
        }
    }

    private List<Comparison> compare(Application application) throws InterruptedException {
        for (int image = 0; image < CACHED; image++) {
            answered(application.review(review("registry.corp", image)).join());
        }
        measure(application, new Times());
        for (int round = 0; round < ROUNDS; round++) {
            measure(application, without);
            List<CompletableFuture<?>> stalled = stall(application, round);
            measure(application, with);
            long stillThere =
                    stalled.stream().filter(review -> !review.isDone()).count();
            if (stillThere < STALLED) {
                throw new IllegalStateException("only %d look-ups stalled to the end".formatted(stillThere));
            }
            CompletableFuture.allOf(stalled.toArray(CompletableFuture[]::new)).join();
        }
        System.out.printf("%nReviews of one image, %d of which stall meanwhile or not%n", STALLED);
        return List.of(
                compare("of cached images", without.cached, with.cached),
                compare("of another registry's images", without.fresh, with.fresh));
    }

    private List<CompletableFuture<?>> stall(Application application, int round) throws InterruptedException {
        List<CompletableFuture<?>> reviews = new ArrayList<>();
        for (int number = round * STALLED; number < (round + 1) * STALLED; number++) {
            String image = "stalls-%d.corp/silence:%d".formatted(number / OF_ONE_REGISTRY, number);
            reviews.add(application.review(PodReviews.of(number, List.of(image)), PATIENCE));
        }
        TimeUnit.SECONDS.sleep(1);
        return reviews;
    }

    /** One review after the other, with pauses, of cached images and of others in turn. */
    private void measure(Application application, Times times) throws InterruptedException {
        long end = System.nanoTime() + ROUND.toNanos();
        while (System.nanoTime() < end) {
            times.cached.add(nanos(application, review("registry.corp", reviews.get() % CACHED)));
            times.fresh.add(nanos(application, review("another.corp", freshImages.getAndIncrement())));
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
    }

    private byte[] review(String registry, int image) {
        return PodReviews.of(reviews.incrementAndGet(), List.of("%s/team/app-%d:1".formatted(registry, image)));
    }

    private static long nanos(Application application, byte[] review) {
        long begin = System.nanoTime();
        answered(application.review(review).join());
        return System.nanoTime() - begin;
    }

    private static void answered(HttpResponse<String> answer) {
        if (answer.statusCode() != 200 || answer.body().contains("could not look at")) {
            throw new IllegalStateException("HTTP %d: %s".formatted(answer.statusCode(), answer.body()));
        }
    }

    private static Comparison compare(String what, List<Long> without, List<Long> with) {
        System.out.printf(
                "  %-30s without: p50 %6.2f ms  p99 %6.2f ms   with: p50 %6.2f ms  p99 %6.2f ms   (%,d and %,d)%n",
                what,
                millis(without, 50),
                millis(without, 99),
                millis(with, 50),
                millis(with, 99),
                without.size(),
                with.size());
        return Comparison.atMost(
                2, "p99 with / without stalled look-ups, " + what, millis(with, 99) / millis(without, 99));
    }

    private static double millis(List<Long> nanos, int percentile) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return sorted.get((sorted.size() - 1) * percentile / 100) / 1e6;
    }
}
