package dev.plimsoll.measurement;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.plimsoll.base.KnownBases;
import dev.plimsoll.base.MeasuredBase;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.Image;
import dev.plimsoll.image.ImageInspector;
import dev.plimsoll.image.ImageReference;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The bases of the images that were asked about, found out in the background by one thread and remembered for a day. What
 * could not be found out is tried again after an hour.
 */
public final class MeasuredBases implements KnownBases, AutoCloseable {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /** The registries' own deadlines are shorter. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final int MOST_WAITING = 32;
    private static final int MOST_ANSWERS = 10_000;
    private static final long MOST_BYTES = 4 << 20;

    /** An image whose history is longer waits for nothing: it would only take room while it does. */
    private static final int HEAVIEST_IMAGE = 1 << 20;

    /** What a base is known by; the platform is that of the images built on it. */
    private record BaseKey(ImageReference reference, Digest digest) {}

    /** @param base empty if none was found */
    private record Answer(Optional<BaseKey> base, boolean settled) {

        long remembered() {
            return (settled ? DAY : HOUR).toNanos();
        }
    }

    private final BaseMeasurement measurement;
    private final Cache<Digest, Answer> answers;
    private final Cache<BaseKey, MeasuredBase> bases;
    private final Set<Digest> waiting = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor executor;

    private MeasuredBases(BaseMeasurement measurement, Ticker ticker) {
        this.measurement = measurement;
        this.answers = Caffeine.newBuilder()
                .executor(Runnable::run)
                .ticker(ticker)
                .expireAfter(Expiry.<Digest, Answer>writing((image, answer) -> Duration.ofNanos(answer.remembered())))
                .maximumSize(MOST_ANSWERS)
                .build();
        this.bases = Caffeine.newBuilder()
                .executor(Runnable::run)
                .ticker(ticker)
                .expireAfterWrite(DAY)
                .maximumWeight(MOST_BYTES)
                .<BaseKey, MeasuredBase>weigher(
                        (key, base) -> Weights.of(base.base().image()))
                .build();
        this.executor = new ThreadPoolExecutor(
                1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(MOST_WAITING), MeasuredBases::daemon);
        executor.allowCoreThreadTimeOut(true);
    }

    /**
     * Ones that ask that inspector, within the settings' budget.
     *
     * @throws IllegalArgumentException if a setting is out of its range
     */
    public static MeasuredBases of(BaseSettings settings, ImageInspector inspector) {
        return of(settings, inspector, Ticker.systemTicker());
    }

    static MeasuredBases of(BaseSettings settings, ImageInspector inspector, Ticker ticker) {
        Budget budget = new Budget(
                within("requests-per-hour", settings.requestsPerHour()),
                within("requests-per-hour-per-registry", settings.requestsPerHourPerRegistry()),
                ticker);
        return new MeasuredBases(new BaseMeasurement(inspector, PATIENCE, budget, ticker), ticker);
    }

    private static int within(String name, int requests) {
        if (requests < BaseMeasurement.MOST_REQUESTS || requests > 10_000) {
            throw new IllegalArgumentException("plimsoll.bases.%s: %d is not from %d to 10000"
                    .formatted(name, requests, BaseMeasurement.MOST_REQUESTS));
        }
        return requests;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "base-measurement");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public Optional<MeasuredBase> of(Image image) {
        Answer answer = answers.getIfPresent(image.digest());
        if (answer == null) {
            findOut(image);
            return Optional.empty();
        }
        Optional<MeasuredBase> base = answer.base().map(bases::getIfPresent);
        if (answer.base().isPresent() && base.isEmpty()) {
            findOut(image);
        }
        return base;
    }

    /** Whoever finds the queue full may ask again another time. */
    private void findOut(Image image) {
        if (Weights.of(image) > HEAVIEST_IMAGE || !waiting.add(image.digest())) {
            return;
        }
        try {
            executor.execute(() -> measure(image));
        } catch (RejectedExecutionException e) {
            waiting.remove(image.digest());
        }
    }

    private void measure(Image image) {
        try {
            BaseMeasurement.Result result = measurement.measure(image);
            Optional<BaseKey> key = result.base().map(MeasuredBases::key);
            key.ifPresent(it -> bases.put(it, result.base().orElseThrow()));
            answers.put(image.digest(), new Answer(key, result.settled()));
        } finally {
            waiting.remove(image.digest());
        }
    }

    private static BaseKey key(MeasuredBase base) {
        return new BaseKey(base.base().reference(), base.base().image().digest());
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
