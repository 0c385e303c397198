package dev.plimsoll.registry;

import static dev.plimsoll.registry.Inspecting.digest;
import static dev.plimsoll.registry.Inspecting.failure;
import static dev.plimsoll.registry.Inspecting.inspect;
import static dev.plimsoll.registry.Inspecting.tag;
import static dev.plimsoll.registry.TestImage.anImage;
import static dev.plimsoll.registry.TestImage.index;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plimsoll.image.Digest;
import dev.plimsoll.image.Digest.Algorithm;
import dev.plimsoll.image.InspectionException;
import dev.plimsoll.image.InspectionException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileRegistryTest {

    private static final String OCI = "application/vnd.oci.image.manifest.v1+json";
    private static final int FOUR_MEBIBYTES = 4 << 20;

    private final FakeRegistry registry = FakeRegistry.start();
    private final RegistryInspector inspector = TestSettings.with(registry).inspector();

    @AfterEach
    void stop() {
        inspector.close();
        registry.close();
    }

    private InspectionException failureOfTag() {
        return failure(inspector, tag(registry.name(), "app", "1"));
    }

    private static RegistryInspector inspectorOf(RawServer server) {
        return TestSettings.defaults()
                .set("hosts.\"%s\".endpoint".formatted(server.name()), "http://" + server.name())
                .set("lookup-timeout", "400ms")
                .inspector();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "400, UNSUPPORTED", "403, UNAUTHORIZED", "404, NOT_FOUND", "405, UNSUPPORTED", "408, TIMED_OUT",
        "429, RATE_LIMITED", "500, UNAVAILABLE", "502, UNAVAILABLE", "503, UNAVAILABLE", "504, TIMED_OUT",
        "204, UNSUPPORTED", "206, UNSUPPORTED", "300, UNSUPPORTED", "304, UNSUPPORTED", "302, UNSUPPORTED"
    })
    void the_status_decides_and_is_asked_for_once(int status, Reason reason) {
        registry.answer("/v2/", status);
        assertThat(failureOfTag().reason()).isEqualTo(reason);
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void what_is_not_there_is_named() {
        assertThat(failureOfTag()).hasMessage("%s has no app:1", registry.name());
        Digest digest = Digest.of("x");
        assertThat(failure(inspector, digest(registry.name(), "app", digest)))
                .hasMessage("%s has no app@%s", registry.name(), digest);
    }

    @Test
    void a_config_that_is_not_there_is_named() {
        registry.put("app", "1", OCI, anImage().manifestJson());
        assertThat(failureOfTag())
                .hasMessage(
                        "%s has no config %s of app", registry.name(), anImage().configDigest());
    }

    @Test
    void what_an_error_says_in_words_is_not_repeated() {
        registry.answer(
                "/v2/",
                exchange -> FakeRegistry.respond(
                        exchange,
                        404,
                        "{\"errors\":[{\"code\":\"EVIL\",\"message\":\"click here\"}]}"
                                .getBytes(StandardCharsets.UTF_8)));
        assertThat(failureOfTag().getMessage()).doesNotContain("click").doesNotContain("EVIL");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            <html>Sign in</html>                     | is not JSON
            ''                                       | is not a JSON object
            []                                       | is not a JSON object
            {"schemaVersion":1}                      | is of Docker's schema 1
            {"schemaVersion":2}                      | is not a container image: it has no config
            """)
    void what_is_no_manifest_is_said_to_be_none(String body, String problem) {
        registry.put("app", "1", "text/html", body.getBytes(StandardCharsets.UTF_8));
        assertThat(failureOfTag())
                .hasMessageContaining("the manifest of app:1 " + problem)
                .extracting("reason")
                .isEqualTo(Reason.UNSUPPORTED);
    }

    @Test
    void a_manifest_that_does_not_match_the_digest_it_was_asked_by_is_refused() {
        Digest other = Digest.of("other");
        registry.put("app", other.toString(), OCI, anImage().manifestJson());
        assertThat(failure(inspector, digest(registry.name(), "app", other)))
                .hasMessage("app@%s does not match its digest", other)
                .extracting("reason")
                .isEqualTo(Reason.UNSUPPORTED);
    }

    @Test
    void a_manifest_that_does_not_match_the_digest_the_registry_states_is_refused() {
        registry.answer("/v2/app/manifests/", exchange -> {
            exchange.getResponseHeaders()
                    .set("Docker-Content-Digest", Digest.of("other").toString());
            FakeRegistry.respond(exchange, 200, anImage().manifestJson());
        });
        assertThat(failureOfTag()).hasMessage("app:1 does not match its digest");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"", "nonsense", "md5:1234"})
    void a_digest_that_the_registry_states_badly_is_worked_out(String stated) {
        registry.put("app", "1", anImage()).answer("/v2/app/manifests/", exchange -> {
            exchange.getResponseHeaders().set("Docker-Content-Digest", stated);
            FakeRegistry.respond(exchange, 200, anImage().manifestJson());
        });
        assertThat(inspect(inspector, tag(registry.name(), "app", "1")).digest())
                .isEqualTo(anImage().digest());
    }

    @Test
    void a_config_that_does_not_match_its_digest_is_refused() {
        registry.put("app", "1", anImage())
                .putBlob("app", anImage().configDigest(), anImage().user("root").configJson());
        assertThat(failureOfTag())
                .hasMessageContaining("does not match its digest")
                .extracting("reason")
                .isEqualTo(Reason.UNSUPPORTED);
    }

    @Test
    void a_config_of_another_size_than_stated_is_refused() {
        TestImage image = anImage();
        Map<String, Object> config = TestImage.descriptor(
                "application/vnd.oci.image.config.v1+json", image.configDigest(), image.configJson().length + 1);
        registry.put("app", "1", image.manifestField("config", config));
        assertThat(failureOfTag()).hasMessageContaining("is not of the size that is stated for it");
    }

    @Test
    void a_child_manifest_is_compared_with_digest_and_size() {
        TestImage image = anImage();
        Map<String, Object> entry = image.entry();
        entry.put("size", 7);
        registry.put("app", image).putIndex("app", "1", index(entry)).putIndex("app", "2", index(image.entry()));
        assertThat(failureOfTag()).hasMessageContaining("is not of the size that is stated for it");

        registry.put(
                "app", image.digest().toString(), OCI, anImage().user("other").manifestJson());
        try (RegistryInspector fresh = TestSettings.with(registry).inspector()) {
            assertThat(failure(fresh, tag(registry.name(), "app", "2")))
                    .hasMessageContaining("does not match its digest");
        }
    }

    @Test
    void a_manifest_may_be_addressed_by_sha512() throws Exception {
        TestImage image = anImage();
        Digest digest = sha512(image.manifestJson());
        registry.put("app", image).put("app", digest.toString(), OCI, image.manifestJson());
        assertThat(inspect(inspector, digest(registry.name(), "app", digest)).digest())
                .isEqualTo(digest);

        Digest other = sha512(new byte[0]);
        registry.put("app", other.toString(), OCI, image.manifestJson());
        assertThat(failure(inspector, digest(registry.name(), "app", other)))
                .hasMessageContaining("does not match its digest");
    }

    @Test
    void a_config_addressed_by_sha512_is_said_to_be_unsupported() throws Exception {
        TestImage image = anImage();
        Map<String, Object> config = TestImage.descriptor(
                "application/vnd.oci.image.config.v1+json", sha512(image.configJson()), image.configJson().length);
        registry.put("app", "1", image.manifestField("config", config));
        assertThat(failureOfTag())
                .hasMessage("the config of app is addressed by sha512, which is not supported")
                .extracting("reason")
                .isEqualTo(Reason.UNSUPPORTED);
    }

    private static Digest sha512(byte[] content) throws Exception {
        return new Digest(
                Algorithm.SHA512,
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(content)));
    }

    @Test
    void a_manifest_of_exactly_the_bound_is_read_and_one_byte_more_is_not() {
        registry.put("app", anImage())
                .put("app", "1", OCI, padded(FOUR_MEBIBYTES))
                .put("app", "2", OCI, padded(FOUR_MEBIBYTES + 1));
        assertThat(inspect(inspector, tag(registry.name(), "app", "1")).images())
                .hasSize(1);
        assertThat(failure(inspector, tag(registry.name(), "app", "2")))
                .hasMessage("%s sent an answer over 4 MiB", registry.name())
                .extracting("reason")
                .isEqualTo(Reason.UNSUPPORTED);
    }

    private static byte[] padded(int size) {
        byte[] manifest = anImage().manifestJson();
        byte[] padded = new byte[size];
        Arrays.fill(padded, (byte) ' ');
        System.arraycopy(manifest, 0, padded, 0, manifest.length);
        return padded;
    }

    @Test
    void a_manifest_that_never_ends_is_cut_off() {
        registry.answer("/v2/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            byte[] chunk = new byte[1 << 16];
            while (true) {
                body.write(chunk);
            }
        });
        assertThat(failureOfTag()).hasMessageContaining("over 4 MiB");
    }

    @Test
    void an_error_that_never_ends_is_an_error() {
        registry.answer("/v2/", exchange -> {
            exchange.sendResponseHeaders(500, 0);
            OutputStream body = exchange.getResponseBody();
            byte[] chunk = new byte[1 << 16];
            while (true) {
                body.write(chunk);
            }
        });
        assertThat(failureOfTag().reason()).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void an_answer_that_is_compressed_unasked_is_refused() {
        registry.answer("/v2/", exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            FakeRegistry.respond(exchange, 200, new byte[] {31, -117, 8, 0});
        });
        assertThat(failureOfTag())
                .hasMessageContaining("compressed")
                .extracting("reason")
                .isEqualTo(Reason.UNSUPPORTED);
    }

    @Test
    void a_token_answer_over_its_bound_is_refused() {
        registry.bearerAuth()
                .answer("/token", exchange -> FakeRegistry.respond(exchange, 200, new byte[(1 << 20) + 1]));
        assertThat(failureOfTag())
                .hasMessageContaining("over 1 MiB")
                .extracting("reason")
                .isEqualTo(Reason.UNSUPPORTED);
    }

    @Test
    void headers_over_the_bound_are_refused() {
        registry.answer("/v2/", exchange -> {
            for (int i = 0; i < 9; i++) {
                exchange.getResponseHeaders().add("X-" + i, "x".repeat(8 << 10));
            }
            FakeRegistry.respond(exchange, 200, anImage().manifestJson());
        });
        assertThat(failureOfTag()).hasMessageContaining("headers over 64 KiB");
    }

    @Test
    void a_header_that_never_ends_is_cut_off() {
        try (RawServer server = RawServer.start((connection, number) -> {
                    RawServer.readRequest(connection);
                    RawServer.write(connection, "HTTP/1.1 200 OK\r\nX: ");
                    while (true) {
                        RawServer.write(connection, "x".repeat(1024));
                    }
                });
                RegistryInspector raw = inspectorOf(server)) {
            assertThat(failure(raw, tag(server.name(), "app", "1")))
                    .hasMessageContaining("headers that are too long")
                    .extracting("reason")
                    .isEqualTo(Reason.UNSUPPORTED);
        }
    }

    @Test
    void headers_without_number_are_cut_off() {
        try (RawServer server = RawServer.start((connection, number) -> {
                    RawServer.readRequest(connection);
                    RawServer.write(connection, "HTTP/1.1 200 OK\r\n");
                    while (true) {
                        RawServer.write(connection, "X: y\r\n");
                    }
                });
                RegistryInspector raw = inspectorOf(server)) {
            assertThat(failure(raw, tag(server.name(), "app", "1")).reason()).isEqualTo(Reason.UNSUPPORTED);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"100 Continue", "102 Processing", "103 Early Hints"})
    void a_few_informational_answers_are_passed_over_and_no_more(String status) {
        String informational = "HTTP/1.1 " + status + "\r\n\r\n";
        try (RawServer server = RawServer.start((connection, number) -> {
                    RawServer.readRequest(connection);
                    RawServer.write(connection, informational.repeat(number == 1 ? 16 : 17));
                    RawServer.write(connection, "HTTP/1.1 404 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
                });
                RegistryInspector raw = inspectorOf(server)) {
            assertThat(failure(raw, tag(server.name(), "app", "1")).reason()).isEqualTo(Reason.NOT_FOUND);
            assertThat(failure(raw, tag(server.name(), "app", "2")))
                    .hasMessageContaining("sent over 16 informational answers")
                    .extracting("reason")
                    .isEqualTo(Reason.UNSUPPORTED);
        }
    }

    @Test
    void a_handshake_that_does_not_end_in_time_is_no_failure_to_connect() {
        try (RawServer server = RawServer.start((connection, number) -> TimeUnit.SECONDS.sleep(30));
                BoundedHttp http = new BoundedHttp(
                        Tls.context(List.of(), null),
                        GuardedResolver.forConfiguredHost(SystemDefaultDnsResolver.INSTANCE),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(100),
                        1)) {
            Deadline notYet = new Deadline(Duration.ofSeconds(30));
            IOException failure = catchThrowableOfType(
                    IOException.class,
                    () -> http.send("GET", URI.create("https://" + server.name() + "/v2/"), Map.of(), null, 1, notYet));
            assertThat(Failures.of(failure, server.name(), notYet).reason()).isEqualTo(Reason.TIMED_OUT);
        }
    }

    @ParameterizedTest(name = "after \"{0}\"")
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",
                "HTTP/1.1 100 Continue\r\n\r\n"
            })
    void who_falls_silent_is_waited_for_until_the_deadline(String said) {
        try (RawServer server = RawServer.start((connection, number) -> {
                    RawServer.readRequest(connection);
                    RawServer.write(connection, said);
                    TimeUnit.SECONDS.sleep(30);
                });
                RegistryInspector raw = inspectorOf(server)) {
            assertTimesOut(raw, "http", server);
        }
    }

    @Test
    void who_says_one_byte_at_a_time_is_waited_for_until_the_deadline() {
        try (RawServer server = RawServer.start((connection, number) -> {
                    RawServer.readRequest(connection);
                    RawServer.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                    while (true) {
                        RawServer.write(connection, " ");
                        TimeUnit.MILLISECONDS.sleep(50);
                    }
                });
                RegistryInspector raw = inspectorOf(server)) {
            assertTimesOut(raw, "http", server);
        }
    }

    @Test
    void a_tls_handshake_without_answer_is_waited_for_until_the_deadline() {
        try (RawServer server = RawServer.start((connection, number) -> TimeUnit.SECONDS.sleep(30));
                RegistryInspector raw = TestSettings.defaults()
                        .https(server.name())
                        .set("lookup-timeout", "400ms")
                        .inspector()) {
            assertTimesOut(raw, "https", server);
        }
    }

    private static void assertTimesOut(RegistryInspector raw, String scheme, RawServer server) {
        long start = System.nanoTime();
        assertThat(failure(raw, tag(server.name(), "app", "1")))
                .as(scheme)
                .hasMessage("%s gave no answer within 400 ms", server.name())
                .extracting("reason")
                .isEqualTo(Reason.TIMED_OUT);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(390), Duration.ofSeconds(2));
    }

    @Test
    void after_the_deadline_the_thread_and_the_connection_are_free_again() {
        try (RawServer server = RawServer.start((connection, number) -> {
                    RawServer.readRequest(connection);
                    if (number == 1) {
                        TimeUnit.SECONDS.sleep(30);
                    }
                    RawServer.write(connection, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
                });
                RegistryInspector raw = TestSettings.defaults()
                        .set("hosts.\"%s\".endpoint".formatted(server.name()), "http://" + server.name())
                        .set("lookup-timeout", "400ms")
                        .set("max-concurrent-lookups", "1")
                        .inspector()) {
            assertThat(failure(raw, tag(server.name(), "app", "1")).reason()).isEqualTo(Reason.TIMED_OUT);
            assertThat(failure(raw, tag(server.name(), "app", "1")).reason()).isEqualTo(Reason.NOT_FOUND);
        }
    }

    @Test
    void who_waits_in_the_queue_is_within_the_deadline_too() {
        try (RawServer server = RawServer.start((connection, number) -> TimeUnit.SECONDS.sleep(30));
                RegistryInspector raw = TestSettings.defaults()
                        .https(server.name())
                        .set("lookup-timeout", "400ms")
                        .set("max-concurrent-lookups", "1")
                        .inspector()) {
            raw.inspect(tag(server.name(), "first", "1"), Set.of());
            assertTimesOut(raw, "https", server);
        }
    }

    @Test
    void a_connection_that_is_reset_is_tried_once_more() {
        String manifest = new String(anImage().manifestJson(), StandardCharsets.UTF_8);
        try (RawServer server = RawServer.start((connection, number) -> {
                    if (number == 1) {
                        reset(connection);
                        return;
                    }
                    RawServer.readRequest(connection);
                    RawServer.write(connection, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + manifest);
                });
                RegistryInspector raw = inspectorOf(server)) {
            // The manifest arrives; then the same answer comes for the config, which it is not.
            assertThat(failure(raw, tag(server.name(), "app", "1"))).hasMessageContaining("config");
            assertThat(server.connections()).isEqualTo(3);
        }
    }

    @Test
    void a_connection_that_is_always_reset_is_not_tried_for_ever() {
        try (RawServer server = RawServer.start((connection, number) -> reset(connection));
                RegistryInspector raw = inspectorOf(server)) {
            assertThat(failure(raw, tag(server.name(), "app", "1")))
                    .hasMessage("%s: the connection was reset", server.name())
                    .extracting("reason")
                    .isEqualTo(Reason.UNAVAILABLE);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    private static void reset(Socket connection) throws Exception {
        RawServer.readRequest(connection);
        connection.setSoLinger(true, 0);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "SSH-2.0-OpenSSH\r\n\r\n",
                "HTTP/1.1 abc\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
                "HTTP/1.1 200 OK\r\n no colon\r\n\r\n"
            })
    void what_is_not_http_is_the_registrys_fault(String said) {
        try (RawServer server = RawServer.start((connection, number) -> {
                    RawServer.readRequest(connection);
                    RawServer.write(connection, said);
                });
                RegistryInspector raw = inspectorOf(server)) {
            assertThat(failure(raw, tag(server.name(), "app", "1")).reason())
                    .isIn(Reason.UNAVAILABLE, Reason.UNSUPPORTED);
        }
    }

    @Test
    void nobody_listening_is_said_at_once() {
        RawServer server = RawServer.start((connection, number) -> {});
        server.close();
        try (RegistryInspector raw = inspectorOf(server)) {
            assertThat(failure(raw, tag(server.name(), "app", "1")))
                    .hasMessage("%s: connection refused", server.name())
                    .extracting("reason")
                    .isEqualTo(Reason.UNAVAILABLE);
        }
    }

    @Test
    void a_host_that_nobody_knows_is_said() {
        assertThat(failure(inspector, tag("registry.invalid", "app", "1")))
                .hasMessage("registry.invalid: unknown host")
                .extracting("reason")
                .isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void a_server_without_tls_is_not_spoken_to_in_the_clear() {
        try (RawServer server = RawServer.start((connection, number) -> {
                    RawServer.write(connection, "HTTP/1.1 400 Bad Request\r\n\r\n");
                });
                RegistryInspector secure =
                        TestSettings.defaults().https(server.name()).inspector()) {
            assertThat(failure(secure, tag(server.name(), "app", "1")))
                    .hasMessage("%s: the TLS handshake failed", server.name())
                    .extracting("reason")
                    .isEqualTo(Reason.UNAVAILABLE);
        }
    }

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource({"301, blobs", "302, blobs", "303, blobs", "307, blobs", "308, blobs", "307, manifests"})
    void a_redirect_of_a_document_to_the_same_server_is_followed(int status, String kind) {
        registry.put("app", "1", anImage());
        registry.answer("/v2/app/" + kind, status, "/storage/x?signature=a%2Fb");
        registry.answer(
                "/storage/",
                exchange -> FakeRegistry.respond(
                        exchange,
                        200,
                        kind.equals("blobs")
                                ? anImage().configJson()
                                : anImage().manifestJson()));
        assertThat(inspect(inspector, tag(registry.name(), "app", "1")).images())
                .hasSize(1);
        assertThat(registry.requests()).anyMatch(r -> "a/b".equals(r.query().get("signature")));
    }

    @Test
    void five_redirects_are_followed_and_a_sixth_is_not() {
        registry.put("app", "1", anImage());
        for (int hops = 5; hops <= 6; hops++) {
            int last = hops;
            registry.answer("/v2/app/blobs/", 307, "/hop/1");
            for (int hop = 1; hop < last; hop++) {
                registry.answer("/hop/" + hop, 307, "/hop/" + (hop + 1));
            }
            registry.answer(
                    "/hop/" + last,
                    exchange -> FakeRegistry.respond(exchange, 200, anImage().configJson()));
            try (RegistryInspector fresh = TestSettings.with(registry).inspector()) {
                if (hops == 5) {
                    assertThat(inspect(fresh, tag(registry.name(), "app", "1")).images())
                            .hasSize(1);
                } else {
                    assertThat(failure(fresh, tag(registry.name(), "app", "1")))
                            .hasMessageContaining("redirects more than 5 times");
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "http://127.0.0.1:1/x, REFUSED",
        "http://registry.invalid/x, REFUSED",
        "file:///etc/passwd, UNSUPPORTED",
        "ftp://127.0.0.1/x, REFUSED",
        "https://user:pw@127.0.0.1/x, UNSUPPORTED",
        "https://, UNSUPPORTED",
        "'http:// /', UNSUPPORTED",
        "https://registry.invalid/x, UNAVAILABLE"
    })
    void a_redirect_goes_nowhere_without_tls(String location, Reason reason) {
        registry.answer("/v2/", 307, location);
        assertThat(failureOfTag().reason()).isEqualTo(reason);
        assertThat(registry.requests()).hasSize(1);
    }
}
