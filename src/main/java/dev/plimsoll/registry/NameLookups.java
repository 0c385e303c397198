package dev.plimsoll.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import com.google.common.net.InetAddresses;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import dev.plimsoll.registry.RegistryEvents.Naming;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Asks the system for the addresses of hosts, on threads of its own.
 *
 * <p>Nothing ends such a question but its answer, for which a system can wait half a minute or longer. So nobody who has a
 * deadline asks for themselves: they wait for as long as they may, and the question goes on without them. Each host is asked
 * for once at a time however many wait; there are so many threads, of which hosts that were not found lately have half
 * together, for anybody can name a host whose own name servers are silent.
 */
final class NameLookups implements DnsResolver, AutoCloseable {

    private static final Lanes.Room ROOM = new Lanes.Room(16, 1, 200, 1);
    private static final int MOST_KNOWN = 2_000;
    private static final Duration KNOWN_FOR = Duration.ofHours(1);

    /** The addresses of a host were not found out. */
    static final class UnansweredException extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        private final String host;
        private final Optional<Duration> waited;

        private UnansweredException(String host, Optional<Duration> waited) {
            super(host);
            this.host = host;
            this.waited = waited;
        }

        /** @param server whose look-up this is the end of, for people */
        InspectionException asFailureOf(String server) {
            return waited.map(time -> Failures.noAddress(server, host, time))
                    .orElseGet(() -> new InspectionException(
                            Reason.OVERLOADED, "%s: DNS is asked for too many other hosts already".formatted(server)));
        }
    }

    private final DnsResolver system;
    private final Duration timeout;
    private final RegistryEvents events;
    private final Lanes lanes;
    private final Flights<String, InetAddress[]> flights = new Flights<>(joined -> {});
    private final Set<Question> underWay = ConcurrentHashMap.newKeySet();

    /** Which hosts had addresses when they were last asked for. */
    private final Cache<String, Boolean> found;

    /**
     * @param system asked, and waited for however long it takes
     * @param timeout for which others wait for that at most
     */
    NameLookups(DnsResolver system, Duration timeout, Ticker ticker, RegistryEvents events) {
        this.system = system;
        this.timeout = timeout;
        this.events = events;
        this.found = Caffeine.newBuilder()
                .maximumSize(MOST_KNOWN)
                .expireAfterWrite(KNOWN_FOR)
                .ticker(ticker)
                .build();
        this.lanes = new Lanes(ROOM, host -> found.getIfPresent(host) != null, Lookups.named("registry-dns-"));
    }

    /**
     * Waits for the answer up to the timeout, and to the deadline of the fetch on this thread if that comes first.
     *
     * @throws UnansweredException if there is none by then, or no room to ask
     */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        if (InetAddresses.isInetAddress(host) || InetAddresses.isUriInetAddress(host)) {
            return system.resolve(host);
        }
        String name = host.toLowerCase(Locale.ROOT);
        Optional<Deadline> deadline = Deadline.ofThisThread();
        deadline.ifPresent(it -> it.waitsForAddressesOf(name));
        try {
            return answer(name, deadline);
        } finally {
            // If the time is over, that is what it was over with.
            deadline.filter(it -> !it.left().isZero()).ifPresent(it -> it.waitsForAddressesOf(null));
        }
    }

    private InetAddress[] answer(String host, Optional<Deadline> deadline) throws UnknownHostException {
        long began = System.nanoTime();
        Optional<Deadline> first = deadline.filter(it -> it.left().compareTo(timeout) < 0);
        Duration patience = first.map(Deadline::left).orElse(timeout);
        Optional<Duration> allowed = first.map(Deadline::allowed).or(() -> Optional.of(timeout));
        try {
            InetAddress[] addresses = flights.join(host, () -> ask(host)).get(patience.toNanos(), TimeUnit.NANOSECONDS);
            tell(Naming.FOUND, began);
            return addresses;
        } catch (TimeoutException e) {
            tell(Naming.TIMED_OUT, began);
            throw new UnansweredException(host, allowed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnansweredException(host, allowed);
        } catch (ExecutionException e) {
            throw failure(host, e.getCause(), began);
        }
    }

    private UnknownHostException failure(String host, Throwable cause, long began) {
        if (cause instanceof RejectedExecutionException) {
            tell(Naming.OVERLOADED, began);
            return new UnansweredException(host, Optional.empty());
        }
        tell(Naming.UNKNOWN, began);
        return new UnknownHostException(host);
    }

    private void tell(Naming how, long began) {
        events.named(how, Duration.ofNanos(System.nanoTime() - began));
    }

    private CompletableFuture<InetAddress[]> ask(String host) {
        Question question = new Question(host);
        if (!lanes.offer(host, question)) {
            question.answer.completeExceptionally(new RejectedExecutionException());
        }
        return question.answer;
    }

    /** One host's addresses being asked for. */
    private final class Question implements Runnable {

        private final String host;
        private final CompletableFuture<InetAddress[]> answer = new CompletableFuture<>();
        private final long asked = System.nanoTime();

        Question(String host) {
            this.host = host;
        }

        /** Nobody waits for one that has not had its turn in time. */
        @Override
        public void run() {
            if (isLate()) {
                answer.completeExceptionally(new RejectedExecutionException());
                return;
            }
            underWay.add(this);
            try {
                InetAddress[] addresses = system.resolve(host);
                found.put(host, true);
                answer.complete(addresses);
            } catch (UnknownHostException | RuntimeException | Error e) {
                found.invalidate(host);
                answer.completeExceptionally(e);
            } finally {
                underWay.remove(this);
            }
        }

        boolean isLate() {
            return System.nanoTime() - asked > timeout.toNanos();
        }
    }

    /** How many questions nobody waits for any more have a thread. */
    int stalled() {
        return (int) underWay.stream().filter(Question::isLate).count();
    }

    /** The name as it is: what a server would like to be called decides nothing here. */
    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    @Override
    public void close() {
        lanes.close();
    }
}
