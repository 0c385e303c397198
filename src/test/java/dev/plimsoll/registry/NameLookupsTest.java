package dev.plimsoll.registry;

import static dev.plimsoll.registry.Inspecting.failure;
import static dev.plimsoll.registry.Inspecting.inspect;
import static dev.plimsoll.registry.Inspecting.tag;
import static dev.plimsoll.registry.TestImage.anImage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import dev.plimsoll.registry.NameLookups.UnansweredException;
import dev.plimsoll.registry.RegistryEvents.Naming;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameLookupsTest {

    /** The system's resolver where name servers are silent for some hosts: like the real one, it heeds no interrupt. */
    private static final class SilentDns implements DnsResolver {

        final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
        final CountDownLatch end = new CountDownLatch(1);
        final Set<String> answered = ConcurrentHashMap.newKeySet();

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            asked.computeIfAbsent(host, name -> new AtomicInteger()).incrementAndGet();
            boolean interrupted = false;
            while (!answered.contains(host) && end.getCount() > 0) {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            throw new AssertionError("nobody wants to know");
        }
    }

    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration PLENTY = Duration.ofSeconds(20);

    private final SilentDns dns = new SilentDns();
    private final List<Naming> told = new CopyOnWriteArrayList<>();
    private final RegistryEvents events = new RegistryEvents() {
        @Override
        public void named(Naming how, Duration took) {
            told.add(how);
        }
    };
    private NameLookups names = names(SHORT);

    private NameLookups names(Duration timeout) {
        return new NameLookups(dns, timeout, Ticker.systemTicker(), events);
    }

    @AfterEach
    void stop() {
        dns.end.countDown();
        names.close();
    }

    private void assertUnanswered(String host, Reason reason, String message) {
        assertThatExceptionOfType(UnansweredException.class)
                .isThrownBy(() -> names.resolve(host))
                .satisfies(failure -> assertThat(failure.asFailureOf(host + ":5000"))
                        .hasMessage(message)
                        .extracting(InspectionException::reason)
                        .isEqualTo(reason));
    }

    @Test
    void a_silent_name_server_is_waited_for_until_the_timeout() {
        assertUnanswered("silent.test", Reason.TIMED_OUT, "silent.test:5000: DNS gave no address within 100 ms");
        assertThat(told).containsExactly(Naming.TIMED_OUT);
        assertThat(names.stalled()).isEqualTo(1);
    }

    @Test
    void whoever_asks_again_waits_for_the_same_question() {
        for (int i = 0; i < 3; i++) {
            assertUnanswered("silent.test", Reason.TIMED_OUT, "silent.test:5000: DNS gave no address within 100 ms");
        }
        assertThat(dns.asked.get("silent.test")).hasValue(1);
        assertThat(names.stalled()).isEqualTo(1);
    }

    @Test
    void once_it_speaks_again_so_do_we() throws Exception {
        assertUnanswered("silent.test", Reason.TIMED_OUT, "silent.test:5000: DNS gave no address within 100 ms");
        dns.end.countDown();
        await().atMost(5, TimeUnit.SECONDS).until(() -> names.stalled() == 0);
        awaitFound("silent.test");
        assertThat(told).startsWith(Naming.TIMED_OUT).endsWith(Naming.FOUND);
    }

    @Test
    void however_many_hosts_are_silent_they_have_half_of_the_threads_and_others_are_found() throws Exception {
        dns.answered.add("works.test");
        awaitFound("works.test");
        Set<Thread> before = threads();
        for (int i = 0; i < 20; i++) {
            String host = "silent-" + i + ".test";
            assertThatExceptionOfType(UnansweredException.class).isThrownBy(() -> names.resolve(host));
        }
        assertThat(names.stalled()).isEqualTo(8);
        assertThat(dns.asked).hasSize(9);
        assertThat(threads().size() - before.size()).isLessThanOrEqualTo(8);
        awaitFound("works.test");
    }

    /** On a busy machine even an answer that is there at once can come after so short a timeout. */
    private void awaitFound(String host) {
        await().atMost(10, TimeUnit.SECONDS)
                .ignoreException(UnansweredException.class)
                .untilAsserted(() -> assertThat(names.resolve(host)).containsExactly(InetAddress.getLoopbackAddress()));
    }

    private static Set<Thread> threads() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("registry-dns-"))
                .forEach(threads::add);
        return threads;
    }

    @Test
    void more_than_there_is_room_for_are_refused_at_once() throws Exception {
        names = names(PLENTY);
        ExecutorService askers = Executors.newCachedThreadPool();
        try {
            List<Future<?>> asked = IntStream.range(0, 208)
                    .<Future<?>>mapToObj(i -> askers.submit(() -> names.resolve("silent-" + i + ".test")))
                    .toList();
            await().atMost(10, TimeUnit.SECONDS)
                    .until(() -> askers.submit(() -> dns.asked.size()).get() == 8);
            await().atMost(10, TimeUnit.SECONDS).untilAsserted(() -> {
                assertThat(asked).noneMatch(Future::isDone);
                assertUnanswered(
                        "one-more.test",
                        Reason.OVERLOADED,
                        "one-more.test:5000: DNS is asked for too many other hosts already");
            });
            assertThat(told).containsOnly(Naming.OVERLOADED);
        } finally {
            dns.end.countDown();
            askers.shutdown();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"127.0.0.1", "[::1]", "fd00::1", "[fe80::1%lo]"})
    void an_address_needs_no_name_server(String address) throws Exception {
        for (int i = 0; i < 9; i++) {
            String host = "silent-" + i + ".test";
            assertThatExceptionOfType(UnansweredException.class).isThrownBy(() -> names.resolve(host));
        }
        dns.answered.add(address);
        assertThat(names.resolve(address)).hasSize(1);
        assertThat(told).doesNotContain(Naming.FOUND);
    }

    @Test
    void a_host_that_nobody_knows_is_unknown() {
        names = new NameLookups(new SystemHosts(), PLENTY, Ticker.systemTicker(), events);
        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> names.resolve("registry.invalid"))
                .isNotInstanceOf(UnansweredException.class);
        assertThat(told).containsExactly(Naming.UNKNOWN);
    }

    /** One that knows no host at all. */
    private static final class SystemHosts implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            throw new UnknownHostException(host);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    @Test
    void a_look_up_ends_at_its_deadline_and_says_that_it_was_dns() {
        try (RegistryInspector inspector = TestSettings.defaults()
                .set("lookup-timeout", "4s")
                .set("dns-timeout", "30s")
                .inspector(dns, events)) {
            assertThat(failure(inspector, tag("silent.test", "app", "1")))
                    .hasMessage("silent.test: DNS gave no address within 4 s")
                    .extracting("reason")
                    .isEqualTo(Reason.TIMED_OUT);
        }
    }

    /** The only place there is, and the only connection. */
    @Test
    void a_look_up_that_has_ended_leaves_its_place_though_dns_is_still_silent() {
        try (FakeRegistry registry = FakeRegistry.start();
                RegistryInspector inspector = TestSettings.with(registry)
                        .set("lookup-timeout", "10s")
                        .set("dns-timeout", "200ms")
                        .set("max-concurrent-lookups", "1")
                        .inspector(dns, events)) {
            dns.answered.add("127.0.0.1");
            registry.put("app", "1", anImage());
            assertThat(failure(inspector, tag("silent.test", "app", "1")))
                    .hasMessage("silent.test: DNS gave no address within 200 ms");
            assertThat(inspect(inspector, tag(registry.name(), "app", "1")).images())
                    .hasSize(1);
            assertThat(inspector.stalledInDns()).isEqualTo(1);
        }
    }

    @Test
    void what_dns_answers_is_judged_before_anything_is_connected_to() {
        dns.answered.add("evil.test");
        try (FakeRegistry inside = FakeRegistry.start();
                RegistryInspector inspector = TestSettings.defaults().inspector(dns, events)) {
            assertThat(failure(inspector, tag("evil.test:" + inside.port(), "app", "1")))
                    .hasMessageContaining("has a loopback address, which is refused")
                    .extracting("reason")
                    .isEqualTo(Reason.REFUSED);
            assertThat(inside.requests()).isEmpty();
        }
    }
}
