package dev.plimsoll.registry;

import static dev.plimsoll.registry.Inspecting.failure;
import static dev.plimsoll.registry.Inspecting.inspect;
import static dev.plimsoll.registry.Inspecting.tag;
import static dev.plimsoll.registry.TestImage.anImage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plimsoll.TestCertificates;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import dev.plimsoll.registry.GuardedResolver.RefusedAddressException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an image's name, and what its registry answers, can lead a connection. */
class WhereToConnectTest {

    /** A name service that gives these answers one after the other. */
    private record Dns(Iterator<String> answers) implements DnsResolver {

        static Dns answering(String... answers) {
            return new Dns(List.of(answers).iterator());
        }

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return Arrays.stream(answers.next().split(" ")).map(Dns::address).toArray(InetAddress[]::new);
        }

        private static InetAddress address(String literal) {
            try {
                return InetAddress.getByName(literal);
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(e);
            }
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    @TempDir
    private Path folder;

    private final TestCertificates certificates = TestCertificates.forLoopback();
    private final FakeRegistry inside = FakeRegistry.start(certificates.serverContext());

    @AfterEach
    void stop() {
        inside.close();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.1.2.3",
                "localhost",
                "LOCALHOST",
                "[::1]",
                "[0:0:0:0:0:0:0:1]",
                "[::ffff:7f00:1]",
                "[::7f00:1]",
                "[64:ff9b::7f00:1]",
                "[2002:7f00:1::]",
                "0.0.0.0",
                "2130706433",
                "0",
                "[::]",
            })
    void no_image_can_be_named_so_that_this_machine_is_connected_to(String host) {
        String name = host + ":" + inside.port();
        try (RegistryInspector inspector = TestSettings.defaults().inspector()) {
            assertThat(failure(inspector, tag(name, "app", "1")))
                    .hasMessageMatching(".* has an? \\S+ address, which is refused unless it is a configured endpoint")
                    .hasMessageStartingWith(name)
                    .extracting("reason")
                    .isEqualTo(Reason.REFUSED);
        }
        assertThat(inside.requests()).isEmpty();
    }

    /** Which of these are addresses, and which names, is for the platform to say. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"0x7f000001", "017700000001"})
    void odd_ways_to_write_an_address_lead_nowhere(String host) {
        try (RegistryInspector inspector = TestSettings.defaults().inspector()) {
            assertThat(failure(inspector, tag(host + ":" + inside.port(), "app", "1"))
                            .reason())
                    .isIn(Reason.REFUSED, Reason.UNAVAILABLE);
        }
        assertThat(inside.requests()).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "169.254.169.254, link-local",
        "[fe80::1], link-local",
        "[fd00:ec2::254], cloud metadata",
        "100.100.100.200, cloud metadata",
        "224.0.0.1, multicast",
        "255.255.255.255, reserved",
        "[ff02::1]:5000, multicast"
    })
    void nor_any_other_address_where_no_registry_can_be(String host, String range) {
        try (RegistryInspector inspector = TestSettings.defaults().inspector()) {
            assertThat(failure(inspector, tag(host, "app", "1")))
                    .hasMessage("%s has a %s address, which is refused unless it is a configured endpoint", host, range)
                    .extracting("reason")
                    .isEqualTo(Reason.REFUSED);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1", "[fd00::1]", "[64:ff9b::a00:1]"})
    void private_addresses_can_be_refused_too(String host) {
        try (RegistryInspector inspector =
                TestSettings.defaults().set("private-addresses", "false").inspector()) {
            assertThat(failure(inspector, tag(host, "app", "1")))
                    .hasMessage("%s has a private address, which is refused by configuration", host)
                    .extracting("reason")
                    .isEqualTo(Reason.REFUSED);
        }
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource({
        "true, 10.0.0.1, 10.0.0.1",
        "false, 10.0.0.1 8.8.8.8, 8.8.8.8",
        "true, 127.0.0.1 10.0.0.1 8.8.8.8 169.254.169.254, 10.0.0.1 8.8.8.8",
        "true, ::1 2600::1, 2600::1",
    })
    void of_several_addresses_those_are_left_out(boolean privateAddresses, String found, String kept)
            throws UnknownHostException {
        GuardedResolver resolver = GuardedResolver.forAnyHost(privateAddresses, Dns.answering(found));
        assertThat(resolver.resolve("evil.test")).isEqualTo(Dns.answering(kept).resolve("evil.test"));
    }

    @Test
    void of_very_many_addresses_eight_are_tried() throws UnknownHostException {
        String many = IntStream.range(0, 2_000)
                .mapToObj(i -> "8.8.%d.%d".formatted(i / 250, i % 250))
                .collect(Collectors.joining(" "));
        assertThat(GuardedResolver.forAnyHost(true, Dns.answering("127.0.0.1 " + many))
                        .resolve("evil.test"))
                .hasSize(8)
                .startsWith(InetAddress.getByName("8.8.0.0"));
    }

    @Test
    void a_name_that_means_this_machine_the_second_time_is_refused_then() throws UnknownHostException {
        GuardedResolver resolver = GuardedResolver.forAnyHost(true, Dns.answering("8.8.8.8", "127.0.0.1"));
        assertThat(resolver.resolve("evil.test")).hasSize(1);
        assertThatExceptionOfType(RefusedAddressException.class)
                .isThrownBy(() -> resolver.resolve("evil.test"))
                .extracting(RefusedAddressException::range)
                .isEqualTo(AddressRange.LOOPBACK);
    }

    @Test
    void connections_go_only_where_the_resolver_says() {
        GuardedResolver resolver = GuardedResolver.forAnyHost(true, Dns.answering("127.0.0.1"));
        try (BoundedHttp http = new BoundedHttp(Tls.context(List.of(), null), resolver, TIMEOUT, TIMEOUT, 1)) {
            URI address = URI.create("https://evil.test:%d/".formatted(inside.port()));
            assertThatExceptionOfType(RefusedAddressException.class)
                    .isThrownBy(() -> http.send("GET", address, Map.of(), null, 10, new Deadline(TIMEOUT)));
        }
        assertThat(inside.requests()).isEmpty();
    }

    /** The registry is good for its own address; that does not make it one for what it sends us to. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]"})
    void a_redirect_from_a_configured_registry_does_not_lead_to_this_machine(String host) {
        try (FakeRegistry registry = FakeRegistry.start(certificates.serverContext());
                RegistryInspector inspector = trusting(registry).inspector()) {
            registry.answer("/v2/", 307, "https://%s:%d/x".formatted(host, inside.port()));
            assertThat(failure(inspector, tag(registry.name(), "app", "1")))
                    .hasMessageContaining("has a loopback address")
                    .extracting("reason")
                    .isEqualTo(Reason.REFUSED);
        }
        assertThat(inside.requests()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"169.254.169.254", "[fe80::1]", "[fe80::1%25lo]", "[fd00:ec2::254]", "2852039166"})
    void nor_does_it_lead_to_a_metadata_service(String host) {
        try (FakeRegistry registry = FakeRegistry.start();
                RegistryInspector inspector = TestSettings.with(registry).inspector()) {
            registry.answer("/v2/", 302, "https://%s/latest/meta-data/".formatted(host));
            assertThat(failure(inspector, tag(registry.name(), "app", "1")).reason())
                    .isEqualTo(Reason.REFUSED);
        }
    }

    /** A connection that is kept open for one registry must not be lent to another that redirects to it. */
    @Test
    void nor_does_it_use_a_connection_that_is_open_already() {
        try (FakeRegistry evil = FakeRegistry.start(certificates.serverContext());
                RegistryInspector inspector = trusting(evil)
                        .https(inside.name())
                        .set("hosts.\"%s\".ca-file".formatted(inside.name()), authority())
                        .inspector()) {
            inside.put("app", "1", anImage());
            assertThat(inspect(inspector, tag(inside.name(), "app", "1")).images())
                    .hasSize(1);
            inside.forgetRequests();
            evil.answer("/v2/", 307, inside.address() + "/v2/app/manifests/1");
            assertThat(failure(inspector, tag(evil.name(), "app", "1")).reason())
                    .isEqualTo(Reason.REFUSED);
        }
        assertThat(inside.requests()).isEmpty();
    }

    @Test
    void a_token_service_on_this_machine_is_not_asked_though_it_may_be_named() {
        try (FakeRegistry registry = FakeRegistry.start(certificates.serverContext());
                RegistryInspector inspector = trusting(registry).inspector()) {
            registry.bearerAuth().challenge("Bearer realm=\"%s/token\",service=\"x\"".formatted(inside.address()));
            assertThat(failure(inspector, tag(registry.name(), "app", "1")).reason())
                    .isEqualTo(Reason.REFUSED);
        }
        assertThat(inside.requests()).isEmpty();
    }

    private TestSettings trusting(FakeRegistry registry) {
        return TestSettings.defaults()
                .https(registry.name())
                .set("hosts.\"%s\".ca-file".formatted(registry.name()), authority());
    }

    private String authority() {
        return certificates.authorityPem(folder).toString();
    }

    @ParameterizedTest(name = "{0}/{1}: {2} {3}")
    @CsvSource({
        "'', '', registry.corp, true",
        "registry.corp, '', registry.corp, true",
        "registry.corp, '', registry.corp:5000, true",
        "registry.corp:5000, '', registry.corp, false",
        "registry.corp:5000, '', registry.corp:5000, true",
        "registry.corp, '', REGISTRY.corp, true",
        "Registry.Corp, '', registry.corp, true",
        "registry.corp, '', registry.corp.evil.org, false",
        "registry.corp, '', other.corp, false",
        "*.corp, '', a.corp, true",
        "*.corp, '', a.b.corp, true",
        "*.corp, '', corp, false",
        "*.corp, '', a.corp.evil.org, false",
        "'a.corp,b.corp', '', b.corp, true",
        "docker.io, '', docker.io, true",
        "index.docker.io, '', docker.io, true",
        "docker.io, '', registry-1.docker.io, true",
        "docker.io, '', quay.io, false",
        "'', evil.org, evil.org, false",
        "'', evil.org, evil.org:8443, false",
        "'', evil.org, a.evil.org, true",
        "'', *.evil.org, a.evil.org, false",
        "'', *, a.evil.org, false",
        "*.corp, bad.corp, bad.corp, false",
        "*.corp, bad.corp, good.corp, true",
        "'', [::1], [::1]:5000, false",
    })
    void registries_are_allowed_and_denied_by_name(String allowed, String denied, String name, boolean asked) {
        RegistryAccess access = RegistryAccess.of(TestSettings.defaults()
                .set("allowed", allowed)
                .set("denied", denied)
                .build());
        if (asked) {
            access.require(name);
            return;
        }
        assertThatExceptionOfType(InspectionException.class)
                .isThrownBy(() -> access.require(name))
                .withMessageStartingWith("registry " + name + " is ")
                .extracting("reason")
                .isEqualTo(Reason.REFUSED);
    }

    @Test
    void what_is_not_allowed_is_neither_looked_up_nor_connected_to() {
        try (FakeRegistry registry = FakeRegistry.start();
                RegistryInspector inspector = TestSettings.with(registry)
                        .set("allowed", "registry.corp")
                        .inspector()) {
            assertThat(failure(inspector, tag(registry.name(), "app", "1")))
                    .hasMessage("registry %s is not among those allowed by configuration", registry.name());
            assertThat(failure(inspector, tag("nobody-knows.invalid", "app", "1"))
                            .reason())
                    .isEqualTo(Reason.REFUSED);
            assertThat(registry.requests()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "registry.corp:99999",
                "registry.corp:0",
                "registry.corp:99999999999999999999",
                "under_score.corp",
                "under_score.corp:5000",
                "[:]",
                "[:]:5000",
                "0x7f.1",
                "127.1",
                "[1:2]",
                "999.999.999.999",
                "1.2.3.4.5.6",
                "A..b",
                "-a.corp",
                "a.corp-"
            })
    void a_name_that_cannot_be_an_address_is_said_to_be_none(String host) {
        try (RegistryInspector inspector = TestSettings.defaults().inspector()) {
            assertThat(failure(inspector, tag(host, "app", "1")))
                    .hasMessage("registry %s is not a host and port that can be connected to", host)
                    .extracting("reason")
                    .isEqualTo(Reason.UNSUPPORTED);
        }
    }
}
