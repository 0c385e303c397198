package dev.plimsoll.bench;

import dev.plimsoll.image.InspectionException.Reason;
import dev.plimsoll.registry.HostileRegistry;
import dev.plimsoll.registry.HostileRegistry.Behaviour;
import dev.plimsoll.registry.HostileRounds;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code make hostility}: a thousand reviews of images of a registry that means harm, for each of its behaviours, and what
 * the application holds afterwards. Ends with 1 if it holds more than before, or if any review was answered late or wrongly.
 */
public final class Hostility {

    private static final Duration LOOK_UP = Duration.ofSeconds(3);
    private static final Duration TIMEOUT = Duration.ofSeconds(4);
    private static final Duration TIMER_STEP = Duration.ofMillis(20);
    private static final Duration LEEWAY = Duration.ofMillis(200);
    private static final int AT_ONCE = 16;

    /** Of what takes all the time there is. */
    private static final int SLOW_AT_ONCE = 200;

    /** Registries that have not answered yet have half of them. */
    private static final int PLACES = 2 * SLOW_AT_ONCE;

    /** Workers of the server's own pool and of the common one, which grow with what comes at once, and the watch of deadlines. */
    private static final int OTHER_POOLED = 64;

    private static final int WARM_UP = 16;
    private static final long MOST_HEAP = 128L << 20;

    /** One fault can show thousands of times. */
    private static final int MOST_TOLD = 50;

    /** What watches deadlines, and the server's timer. */
    private static final int LEAST_POOLED = 2;

    /** Threads of pools end when they have had nothing to do for up to 60 s, and so do connections. */
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(100);

    private static final Pattern REASON = Pattern.compile("\\((%s): "
            .formatted(Arrays.stream(Reason.values()).map(Hostility::spelled).collect(Collectors.joining("|"))));

    private final int times;
    private final List<Behaviour> behaviours;
    private final HostileRegistry registry = HostileRegistry.start();
    private final Application application;
    private final AtomicLong slowest = new AtomicLong();

    /** How late a timer was: as late as that, anything can be on this machine as it is. */
    private final AtomicLong latest = new AtomicLong();

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private long slowestWithin;
    private final Map<Reason, Integer> reasons = new EnumMap<>(Reason.class);
    private final List<String> problems = new ArrayList<>();
    private int reviews;

    private Hostility(int times, String heap, Set<String> only) throws IOException, InterruptedException {
        this.times = times;
        this.behaviours = registry.behaviours().stream()
                .filter(behaviour -> only.isEmpty() || only.contains(behaviour.name()))
                .toList();
        Path folder = Files.createTempDirectory("plimsoll-hostility");
        Map<String, String> settings = new HashMap<>();
        registry.settings(registry.trusted(folder), behaviour -> rounds(behaviour, times)
                        .names(behaviour))
                .forEach((key, value) -> settings.put("plimsoll.registry." + key, value));
        settings.put("plimsoll.registry.lookup-timeout", LOOK_UP.toMillis() + "ms");
        settings.put("plimsoll.registry.connect-timeout", "1s");
        settings.put("plimsoll.registry.max-concurrent-lookups", "" + PLACES);
        application = new Application(List.of(), heap, settings);
    }

    /**
     * Runs it whole, prints, and ends by itself.
     *
     * @param args how often each behaviour is met, with how much heap, and which; 1,000, 256m and all if they are not given
     */
    public static void main(String... args) throws Exception {
        int times = args.length > 0 ? Integer.parseInt(args[0]) : 1_000;
        Hostility hostility = new Hostility(
                times,
                args.length > 1 ? args[1] : "256m",
                Arrays.stream(args).skip(2).collect(Collectors.toUnmodifiableSet()));
        boolean held = hostility.run();
        System.exit(held ? 0 : 1);
    }

    private HostileRounds rounds(Behaviour behaviour, int times) {
        return new HostileRounds(registry, times, behaviour.isSlow() ? SLOW_AT_ONCE : AT_ONCE);
    }

    private boolean run() throws Exception {
        try (application;
                registry) {
            watchTheTime();
            openConnections();
            for (Behaviour behaviour : behaviours) {
                meet(behaviour, -WARM_UP, WARM_UP);
            }
            tell("while warming up: ");
            problems.clear();
            // To be asked for its heap costs the JVM a thread and a descriptor, which it keeps.
            Footprint.heap(application.process());
            Footprint before = atRest();
            long heapBefore = Footprint.heap(application.process());
            System.out.printf("before: %s, heap in use %d MB%n%n", before, heapBefore >> 20);
            System.out.printf(
                    "%-34s %7s %7s %8s %8s %8s %7s %7s  %s%n",
                    "", "reviews", "met", "slowest", "threads", "connect.", "files", "heap", "reasons");
            for (Behaviour behaviour : behaviours) {
                row(behaviour, before);
            }
            Footprint after = atRest();
            long heapAfter = Footprint.heap(application.process());
            System.out.printf(
                    "%nat the most: %d ms within the application, from the review read to the answer; a timer of this process%n"
                            + "that does nothing else was %d ms late%n",
                    slowestWithin, TimeUnit.NANOSECONDS.toMillis(latest.get()));
            System.out.printf("%nafter:  %s, heap in use %d MB%n", after, heapAfter >> 20);
            requireAtMost("pooled threads at rest", after.pooledThreads(), before.pooledThreads());
            requireNoMore("at rest", before, after);
            require(!registry.hasLedAnybodyElsewhere(), "somebody was led elsewhere");
            require(
                    registry.credentials() > 0
                            || behaviours.size() < registry.behaviours().size(),
                    "nobody was told any credential, which shows nothing");
            require(registry.strayedCredentials().isEmpty(), "credentials strayed: " + registry.strayedCredentials());
            require(!application.log().contains(HostileRegistry.PASSWORD), "the log has a password");
            require(!application.log().contains("OutOfMemoryError"), "the log has an OutOfMemoryError");
            tell("FAILED: ");
            System.out.printf("%,d reviews, %d problems%n", reviews, problems.size());
            return problems.isEmpty();
        }
    }

    private void watchTheTime() {
        long[] due = {System.nanoTime() + TIMER_STEP.toNanos()};
        timer.scheduleWithFixedDelay(
                () -> {
                    long now = System.nanoTime();
                    latest.accumulateAndGet(now - due[0], Math::max);
                    due[0] = now + TIMER_STEP.toNanos();
                },
                TIMER_STEP.toMillis(),
                TIMER_STEP.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /**
     * As many as there will be reviews at once: hundreds of handshakes at once cost this machine seconds, on both sides, before
     * the application has seen any of the reviews.
     */
    private void openConnections() {
        HostileRounds rounds = rounds(behaviours.get(0), 1);
        String name = rounds.names(behaviours.get(0)).findFirst().orElseThrow();
        List<String> images = Stream.generate(() -> name + "/" + registry.politeImage())
                .limit(SLOW_AT_ONCE)
                .toList();
        registry.setPolite(true);
        review(images).forEach(CompletableFuture::join);
        registry.setPolite(false);
    }

    private void row(Behaviour behaviour, Footprint before) throws Exception {
        slowest.set(0);
        reasons.clear();
        int metBefore = registry.met();
        long heapMeanwhile = meet(behaviour, 0, times);
        slowestWithin = Math.max(slowestWithin, application.slowestReview().toMillis());
        Footprint after = hungUp();
        long heap = Math.max(heapMeanwhile, Footprint.heap(application.process()));
        System.out.printf(
                "%-34s %,7d %,7d %5d ms %8d %8d %7d %4d MB  %s%n",
                behaviour,
                times,
                registry.met() - metBefore,
                TimeUnit.NANOSECONDS.toMillis(slowest.get()),
                after.pooledThreads() + after.otherThreads(),
                after.connections(),
                after.descriptors(),
                heap >> 20,
                reasons.entrySet().stream()
                        .map(entry -> "%s %,d".formatted(spelled(entry.getKey()), entry.getValue()))
                        .collect(Collectors.joining(", ")));
        requireNoMore("after " + behaviour, before, after);
        requireAtMost("pooled threads after " + behaviour, after.pooledThreads(), PLACES + OTHER_POOLED);
        require(heap < MOST_HEAP, "after %s the heap in use was %d MB".formatted(behaviour, heap >> 20));
        require(
                slowest.get() <= TIMEOUT.plus(LEEWAY).toNanos(),
                "a review of %s took %d ms".formatted(behaviour, TimeUnit.NANOSECONDS.toMillis(slowest.get())));
    }

    /** @return the heap in use half-way, with look-ups under way */
    private long meet(Behaviour behaviour, int first, int howOften) throws Exception {
        HostileRounds rounds = rounds(behaviour, howOften);
        long[] heap = new long[1];
        int[] done = new int[1];
        rounds.of(
                behaviour,
                first + WARM_UP,
                images -> {
                    List<CompletableFuture<String>> answers = review(images);
                    done[0] += images.size();
                    if (heap[0] == 0 && done[0] >= howOften / 2 && howOften > WARM_UP) {
                        heap[0] = Footprint.heap(application.process());
                    }
                    for (CompletableFuture<String> answer : answers) {
                        expect(behaviour.reasons(), behaviour.name(), answer.join())
                                .ifPresent(reason -> reasons.merge(reason, 1, Integer::sum));
                    }
                },
                images -> review(images)
                        .forEach(answer ->
                                expect(Set.of(Reason.NOT_FOUND), "the polite turn after " + behaviour, answer.join())));
        return heap[0];
    }

    private List<CompletableFuture<String>> review(List<String> images) {
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (String image : images) {
            byte[] review = PodReviews.of(reviews++, List.of(image));
            long begin = System.nanoTime();
            answers.add(application
                    .review(review, TIMEOUT)
                    .whenComplete((answer, failure) -> slowest.accumulateAndGet(System.nanoTime() - begin, Math::max))
                    .thenApply(HttpResponse::body)
                    .exceptionally(String::valueOf));
        }
        return answers;
    }

    /** The reason that the answer gives, if any. */
    private Optional<Reason> expect(Set<Reason> expected, String what, String answer) {
        Matcher said = REASON.matcher(answer);
        if (!said.find()) {
            problems.add("%s was answered by %s".formatted(what, answer));
            return Optional.empty();
        }
        Reason reason = Reason.valueOf(said.group(1).replace('-', '_').toUpperCase(Locale.ROOT));
        require(expected.contains(reason), "%s was answered by %s".formatted(what, answer));
        require(!answer.contains(HostileRegistry.PASSWORD), what + " was told a password");
        return Optional.of(reason);
    }

    private static String spelled(Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private Footprint footprint() throws IOException {
        return Footprint.of(application.process(), application.address().getPort(), registry.ports());
    }

    /** Once all connections that a look-up has had are gone. */
    private Footprint hungUp() throws IOException, InterruptedException {
        Footprint now = footprint();
        for (int i = 0; i < 50 && (now.connections() > 0 || registry.open() > 0); i++) {
            TimeUnit.MILLISECONDS.sleep(100);
            now = footprint();
        }
        require(registry.open() == 0, "%d connections are held open".formatted(registry.open()));
        return now;
    }

    /** Once nothing has been done for as long as anything is kept for the next. */
    private Footprint atRest() throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_IDLE.toNanos();
        Footprint now = hungUp();
        while (now.pooledThreads() > LEAST_POOLED && System.nanoTime() < end) {
            TimeUnit.SECONDS.sleep(1);
            now = footprint();
        }
        return now;
    }

    private void tell(String prefix) {
        problems.stream().limit(MOST_TOLD).forEach(problem -> System.out.println(prefix + problem));
    }

    private void requireNoMore(String when, Footprint before, Footprint after) {
        requireAtMost("other threads " + when, after.otherThreads(), before.otherThreads());
        requireAtMost("connections " + when, after.connections(), before.connections());
        requireAtMost("descriptors " + when, after.descriptors(), before.descriptors());
    }

    private void requireAtMost(String what, int after, int most) {
        require(after <= most, "%s: %d, but %d at the most".formatted(what, after, most));
    }

    private void require(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }
}
