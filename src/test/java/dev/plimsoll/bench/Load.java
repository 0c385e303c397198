package dev.plimsoll.bench;

import dev.plimsoll.bench.Wrk.Result;
import dev.plimsoll.bench.Wrk.Work;
import dev.plimsoll.registry.FakeRegistry;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How many reviews of cached images the webhook answers, beside what the same server could do at the most.
 *
 * <p>The server gets half of the processors and the load generator the other half, so that neither is measured by what the
 * other leaves it. What is compared is measured in turns, so that what else the machine does meanwhile strikes all alike.
 */
final class Load {

    private static final int REVIEWS = 100;
    private static final int IMAGES = 60;
    private static final int ROUNDS = 5;
    private static final List<Integer> CONNECTIONS = List.of(1, 8, 64);
    private static final int HALF_LOAD_CONNECTIONS = 16;
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final int MOST_WARM_UPS = 24;
    private static final int WARM_UPS_WITHOUT_GAIN = 3;
    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final Duration HALF_LOAD_ROUND = Duration.ofSeconds(4);

    private final List<Comparison> comparisons = new ArrayList<>();

    List<Comparison> run() throws IOException, InterruptedException {
        int cores = Runtime.getRuntime().availableProcessors();
        Path folder = Files.createTempDirectory("plimsoll-reviews");
        long bytes = writeReviews(folder);
        try (FakeRegistry registry = FakeRegistry.start()) {
            for (int image = 0; image < IMAGES; image++) {
                SampleImages.put(registry, "team/app-" + image, "1." + image, image);
            }
            try (Application application = new Application(
                    processors(cores, false),
                    Map.of("plimsoll.registry.hosts.\"registry.corp\".endpoint", "" + registry.address()))) {
                fillCache(application);
                System.out.printf("%d reviews of %.1f kB on average%n%n", REVIEWS, bytes / 1e3 / REVIEWS);
                measure(new Wrk(processors(cores, true), application, folder, REVIEWS));
            }
        }
        return comparisons;
    }

    private static List<String> processors(int cores, boolean generator) {
        if (cores < 2) {
            return List.of();
        }
        int half = cores / 2;
        return List.of("taskset", "--cpu-list", generator ? half + "-" + (cores - 1) : "0-" + (half - 1));
    }

    private static long writeReviews(Path folder) throws IOException {
        long bytes = 0;
        for (int number = 0; number < REVIEWS; number++) {
            byte[] review = review(number);
            bytes += review.length;
            Files.write(folder.resolve(number + ".json"), review);
        }
        return bytes;
    }

    /** One to three containers. */
    private static byte[] review(int number) {
        List<String> images = new ArrayList<>();
        for (int container = 0; container <= number % 3; container++) {
            int image = (number * 7 + container * 11) % IMAGES;
            images.add("registry.corp/team/app-%d:1.%d".formatted(image, image));
        }
        return PodReviews.of(number, images);
    }

    private static void fillCache(Application application) {
        for (int number = 0; number < REVIEWS; number++) {
            HttpResponse<String> answer = application.review(review(number)).join();
            if (answer.statusCode() != 200
                    || !answer.body().contains("\"allowed\":true")
                    || answer.body().contains("uninspected")) {
                throw new IllegalStateException("HTTP %d: %s".formatted(answer.statusCode(), answer.body()));
            }
        }
    }

    private void measure(Wrk wrk) throws IOException, InterruptedException {
        for (Work work : Work.values()) {
            warmUp(wrk, work);
        }
        System.out.println(
                "Reviews a second, how long the median and the slowest of a hundred take, and what the server takes");
        double best = 0;
        for (int connections : CONNECTIONS) {
            Map<Work, Result> results = inTurns(wrk, connections, 0, ROUND);
            print(inWords(connections), results);
            best = Math.max(best, results.get(Work.JUDGED).rate());
            compare(connections, results);
        }
        double pause = HALF_LOAD_CONNECTIONS / (best / 2) * 1_000;
        Map<Work, Result> half = inTurns(wrk, HALF_LOAD_CONNECTIONS, pause, HALF_LOAD_ROUND);
        print("half of that load", half);
        comparisons.add(Comparison.atMost(
                2,
                "p99 of judging / of a constant answer, at half of the load",
                (double) half.get(Work.JUDGED).p99().toNanos()
                        / half.get(Work.CONSTANT).p99().toNanos()));
    }

    private void compare(int connections, Map<Work, Result> results) {
        Result judged = results.get(Work.JUDGED);
        Result unjudged = results.get(Work.READ);
        Result constant = results.get(Work.CONSTANT);
        comparisons.add(Comparison.atLeast(
                0.6,
                "throughput of judging / of the same answered unjudged, %s".formatted(inWords(connections)),
                judged.rate() / unjudged.rate()));
        comparisons.add(Comparison.atLeast(
                0.6,
                "throughput of judging / of a constant answer, %s".formatted(inWords(connections)),
                judged.rate() / constant.rate()));
        comparisons.add(Comparison.atLeast(
                0.6,
                "processor time of a constant answer / of judging, %s".formatted(inWords(connections)),
                (double) constant.processorTime().toNanos()
                        / judged.processorTime().toNanos()));
    }

    private static String inWords(int connections) {
        return connections == 1 ? "1 connection" : connections + " connections";
    }

    /**
     * Until it has got no cheaper for some rounds: at first most of the time goes to the compiler, which shares the server's
     * processors, and what the server takes does not depend on what else the machine does.
     */
    private static void warmUp(Wrk wrk, Work work) throws IOException, InterruptedException {
        Duration best = wrk.run(work, 8, 0, WARM_UP).processorTime();
        int withoutGain = 0;
        for (int round = 1; round < MOST_WARM_UPS && withoutGain < WARM_UPS_WITHOUT_GAIN; round++) {
            Duration now = wrk.run(work, 8, 0, WARM_UP).processorTime();
            boolean cheaper = 20 * now.toNanos() < 19 * best.toNanos();
            withoutGain = cheaper ? 0 : withoutGain + 1;
            best = cheaper ? now : best;
        }
    }

    /** The median of some rounds of each. */
    private static Map<Work, Result> inTurns(Wrk wrk, int connections, double pause, Duration time)
            throws IOException, InterruptedException {
        Map<Work, List<Result>> results = new EnumMap<>(Work.class);
        for (int round = 0; round < ROUNDS; round++) {
            for (Work work : Work.values()) {
                results.computeIfAbsent(work, w -> new ArrayList<>()).add(wrk.run(work, connections, pause, time));
            }
        }
        Map<Work, Result> medians = new EnumMap<>(Work.class);
        results.forEach((work, some) -> medians.put(
                work,
                new Result(
                        median(some.stream().map(Result::rate).toList()),
                        median(some.stream().map(Result::p50).toList()),
                        median(some.stream().map(Result::p99).toList()),
                        median(some.stream().map(Result::processorTime).toList()))));
        return medians;
    }

    private static <T extends Comparable<T>> T median(List<T> values) {
        return values.stream().sorted(Comparator.naturalOrder()).toList().get(values.size() / 2);
    }

    private static void print(String load, Map<Work, Result> results) {
        results.forEach((work, result) -> System.out.printf(
                "  %-18s %-9s %,8.0f /s   p50 %6.2f ms   p99 %6.2f ms   %4.0f us of the processor each%n",
                load,
                work.name().toLowerCase(Locale.ROOT),
                result.rate(),
                result.p50().toNanos() / 1e6,
                result.p99().toNanos() / 1e6,
                result.processorTime().toNanos() / 1e3));
    }
}
