package dev.plimsoll.kubernetes;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes Events, on a thread of its own: nobody waits for them, and what cannot be written in time is dropped. What happens
 * again becomes a series, of which only the number is written, and only now and then.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/">Event</a>
 */
public final class ClusterEvents implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ClusterEvents.class);

    /** A qualified name, as the API server wants it. */
    private static final String CONTROLLER = "plimsoll.dev/webhook";

    private static final DateTimeFormatter MICRO_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** Some two megabytes, if all are as long as they can be; so are the series. */
    private static final int MOST_WAITING = 1_000;

    private static final int MOST_SERIES = 1_000;

    /** What has not happened for so long is a new Event when it does, as for Kubernetes' own recorders. */
    private static final Duration SERIES_END = Duration.ofMinutes(6);

    private static final int OK = HttpURLConnection.HTTP_OK;

    private static final Duration PACE = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** One Event that was written, and how often it has happened. */
    private static final class Series {

        private final String name;
        private int count = 1;
        private int written = 1;
        private Instant last;
        private Instant writtenAt;

        private Series(String name, Instant now) {
            this.name = name;
            this.last = now;
            this.writtenAt = now;
        }
    }

    private final BlockingQueue<ObjectEvent> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Cache<ObjectEvent, Series> series = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(MOST_SERIES)
            .expireAfterWrite(SERIES_END)
            .build();
    private final LongAdder written = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final @Nullable KubernetesClient client;
    private final EventSettings settings;
    private final String instance;
    private final Clock clock;
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, ClusterEvents::daemon);

    /** Only the writing thread touches these. */
    private double allowance;

    private long allowedAt = System.nanoTime();
    private boolean failing;

    private ClusterEvents(@Nullable KubernetesClient client, EventSettings settings, String instance, Clock clock) {
        this.client = client;
        this.settings = settings;
        this.instance = instance;
        this.clock = clock;
        this.allowance = settings.perMinute();
        if (client != null) {
            executor.scheduleWithFixedDelay(this::write, PACE.toMillis(), PACE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "plimsoll-events");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Begins to write, if the settings say so, whether or not there is an API server.
     *
     * @param clusterIsWatched what decides if the settings do not
     */
    public static ClusterEvents of(EventSettings settings, boolean clusterIsWatched, Clock clock) {
        if (settings.perMinute() < 1) {
            throw new IllegalArgumentException(
                    "plimsoll.events.per-minute: %d is too few; use plimsoll.events.enabled=false"
                            .formatted(settings.perMinute()));
        }
        return settings.enabled().orElse(clusterIsWatched)
                ? writing(ApiServer.newClient(TIMEOUT), settings, instance(), clock)
                : new ClusterEvents(null, settings, "", clock);
    }

    /** @param client closed with this */
    static ClusterEvents writing(KubernetesClient client, EventSettings settings, String instance, Clock clock) {
        return new ClusterEvents(client, settings, instance, clock);
    }

    private static String instance() {
        String name = System.getenv("HOSTNAME");
        return name == null || name.isBlank() ? "plimsoll" : name;
    }

    /** Whether Events are written at all. */
    public boolean isOn() {
        return client != null;
    }

    /** Returns at once; it is written soon, or dropped. */
    public void tell(ObjectEvent event) {
        if (isOn() && !waiting.offer(event)) {
            dropped.increment();
        }
    }

    /** How many requests have written Events. */
    public long written() {
        return written.sum();
    }

    /** How many Events were not written, for there were too many, or the API server did not take them. */
    public long dropped() {
        return dropped.sum();
    }

    /** What is scheduled ends for good with what it throws. */
    private void write() {
        try {
            for (ObjectEvent event = waiting.poll(); event != null; event = waiting.poll()) {
                happened(event);
            }
            series.asMap().forEach(this::repeat);
        } catch (RuntimeException e) {
            // A client that is closed under a request fails in its own ways.
            if (!executor.isShutdown()) {
                LOG.error("an Event could not be written", e);
            }
        }
    }

    private void happened(ObjectEvent event) {
        Instant now = clock.instant();
        Series known = series.getIfPresent(event);
        if (known != null) {
            known.count++;
            known.last = now;
            series.put(event, known);
            return;
        }
        String name = "plimsoll." + UUID.randomUUID();
        if (mayWrite() && send(() -> client.resource(eventOf(event, name, now)).create()) == OK) {
            series.put(event, new Series(name, now));
        } else {
            dropped.increment();
        }
    }

    /** Written the first time that it happens again, and then every while. */
    private void repeat(ObjectEvent event, Series known) {
        Instant now = clock.instant();
        boolean isDue = known.written == 1 || !now.isBefore(known.writtenAt.plus(settings.repeatPeriod()));
        if (known.count == known.written || !isDue || !mayWrite()) {
            return;
        }
        known.writtenAt = now;
        String patch = "{\"series\":{\"count\":%d,\"lastObservedTime\":\"%s\"}}"
                .formatted(known.count, MICRO_TIME.format(known.last));
        int answer = send(() -> client.resources(Event.class)
                .inNamespace(event.regarding().namespace())
                .withName(known.name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), patch));
        if (answer == OK) {
            known.written = known.count;
        } else if (answer == HttpURLConnection.HTTP_NOT_FOUND) {
            // Events end after an hour; when this happens again, it is a new one.
            series.invalidate(event);
        }
    }

    /** So many a minute, which may come all at once after a quiet minute. */
    private boolean mayWrite() {
        long now = System.nanoTime();
        double minutes = (now - allowedAt) / (double) Duration.ofMinutes(1).toNanos();
        allowance = Math.min(settings.perMinute(), allowance + minutes * settings.perMinute());
        allowedAt = now;
        if (allowance < 1) {
            return false;
        }
        allowance--;
        return true;
    }

    /** The status of the answer; none that HTTP has, if there is no answer. */
    private int send(Runnable request) {
        try {
            request.run();
            written.increment();
            failing = false;
            return OK;
        } catch (KubernetesClientException e) {
            failed(e);
            return e.getCode();
        }
    }

    /** Once, until it works again. Its message would repeat the Event. */
    private void failed(KubernetesClientException e) {
        if (!failing) {
            failing = true;
            LOG.warnf(
                    "Events cannot be written: %s",
                    e.getCode() <= 0 ? "the API server does not answer" : "the API server answers " + e.getCode());
        }
    }

    private Event eventOf(ObjectEvent event, String name, Instant now) {
        InvolvedObject regarding = event.regarding();
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(regarding.namespace())
                .withName(name)
                .endMetadata()
                .withNewRegarding()
                .withApiVersion(regarding.apiVersion())
                .withKind(regarding.kind())
                .withNamespace(regarding.namespace())
                .withName(regarding.name())
                .withUid(regarding.uid().orElse(null))
                .endRegarding()
                .withEventTime(new MicroTime(MICRO_TIME.format(now)))
                .withType("Warning")
                .withReason(event.reason().id())
                .withAction(event.reason().action())
                .withNote(event.note())
                .withReportingController(CONTROLLER)
                .withReportingInstance(instance)
                .build();
    }

    @Override
    public void close() {
        executor.shutdownNow();
        if (client != null) {
            client.close();
        }
    }
}
