package dev.plimsoll.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plimsoll.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer must never be taken for that to another request: where the two sides could disagree, nothing else is asked. */
class ConnectionReuseTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String FIRST = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst";
    private static final String SECOND = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond";
    private static final String FORGED = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged";

    @TempDir
    private Path folder;

    /** Says this to the first request of all, and the same good answer to every other one. */
    private static RawServer saying(String first) {
        return RawServer.start((connection, number) -> talk(connection, number == 1 ? first : SECOND));
    }

    private static void talk(Socket connection, String first) throws IOException {
        String answer = first;
        while (RawServer.readRequest(connection)) {
            RawServer.write(connection, answer);
            answer = SECOND;
        }
    }

    private static BoundedHttp http() {
        return http(List.of());
    }

    private static BoundedHttp http(List<Certificate> trusted) {
        return new BoundedHttp(
                Tls.context(trusted, null),
                GuardedResolver.forConfiguredHost(SystemDefaultDnsResolver.INSTANCE),
                TIMEOUT,
                TIMEOUT,
                4);
    }

    private static Answer get(BoundedHttp http, String scheme, RawServer server) throws IOException {
        URI address = URI.create("%s://%s/v2/".formatted(scheme, server.name()));
        return http.send("GET", address, Map.of(), null, 1 << 20, new Deadline(TIMEOUT));
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                FIRST,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n0\r\n\r\n",
                "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 401 No\r\nContent-Length: 2\r\n\r\nno"
            })
    void what_is_answered_as_it_should_be_leaves_a_connection_that_is_used_again(String first) throws IOException {
        try (RawServer server = saying(first);
                BoundedHttp http = http()) {
            get(http, "http", server);
            assertThat(text(get(http, "http", server))).isEqualTo("second");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "HTTP/1.1 100 Continue\r\n\r\n" + FIRST,
                "HTTP/1.1 103 Early Hints\r\n\r\n" + FIRST,
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 204 No Content\r\n\r\n" + FORGED,
                "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nfirst",
                "HTTP/1.1 304 Not Modified\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\nfirst",
                FIRST + FORGED,
                FIRST + "\r\n",
                FIRST + "x",
                "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n" + FORGED,
                "HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nno" + FORGED,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n0\r\n\r\n" + FORGED,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n5\r\nfirst\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n0\r\n\r\n",
                "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nfirst",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nfirst"
            })
    void what_could_be_taken_otherwise_is_the_last_on_its_connection(String first) throws IOException {
        try (RawServer server = saying(first);
                BoundedHttp http = http()) {
            assertThat(text(get(http, "http", server))).isIn("first", "");
            assertThat(text(get(http, "http", server))).isEqualTo("second");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n" + FIRST,
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nfirst",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\nfirst"
            })
    void what_cannot_be_understood_is_no_answer_and_the_last_as_well(String first) throws IOException {
        try (RawServer server = saying(first);
                BoundedHttp http = http()) {
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> get(http, "http", server));
            assertThat(text(get(http, "http", server))).isEqualTo("second");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    /** It comes after the answer has been read to its end, so nothing but looking shows that it is there. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"http", "https"})
    void what_comes_unasked_while_a_connection_rests_is_no_answer(String scheme) throws Exception {
        TestCertificates certificates = TestCertificates.forLoopback();
        SSLSocketFactory tls = certificates.serverContext().getSocketFactory();
        CountDownLatch read = new CountDownLatch(1);
        try (Fence fence = Fence.set();
                RawServer server = RawServer.start((connection, number) -> {
                    // Or what is sent second waits for the first to be confirmed.
                    connection.setTcpNoDelay(true);
                    Socket secured = scheme.equals("http") ? connection : tls.createSocket(connection, null, true);
                    if (number == 1 && RawServer.readRequest(secured)) {
                        RawServer.write(secured, FIRST);
                        read.await(5, TimeUnit.SECONDS);
                        RawServer.write(secured, FORGED);
                        fence.pass();
                    }
                    talk(secured, SECOND);
                });
                BoundedHttp http = http(Tls.certificates(certificates.authorityPem(folder)))) {
            assertThat(text(get(http, scheme, server))).isEqualTo("first");
            read.countDown();
            fence.await();
            assertThat(text(get(http, scheme, server))).isEqualTo("second");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    /** A byte over a connection of its own: when it has arrived, so has what the same thread has written before. */
    private record Fence(ServerSocket between, Socket here, Socket there) implements AutoCloseable {

        static Fence set() throws IOException {
            ServerSocket between = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            Socket here = new Socket(between.getInetAddress(), between.getLocalPort());
            here.setSoTimeout(5_000);
            return new Fence(between, here, between.accept());
        }

        void pass() throws IOException {
            there.getOutputStream().write(1);
        }

        void await() throws IOException {
            assertThat(here.getInputStream().read()).isOne();
        }

        @Override
        public void close() throws IOException {
            here.close();
            there.close();
            between.close();
        }
    }

    @Test
    void a_tls_connection_is_used_again_too() throws IOException {
        TestCertificates certificates = TestCertificates.forLoopback();
        SSLSocketFactory tls = certificates.serverContext().getSocketFactory();
        try (RawServer server = RawServer.start((connection, number) -> {
                    try (SSLSocket secured = (SSLSocket) tls.createSocket(connection, null, true)) {
                        talk(secured, FIRST);
                    }
                });
                BoundedHttp http = http(Tls.certificates(certificates.authorityPem(folder)))) {
            for (int i = 0; i < 5; i++) {
                assertThat(get(http, "https", server).status()).isEqualTo(200);
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }
}
