package dev.plimsoll.registry;

import static dev.plimsoll.FuzzTarget.expect;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.plimsoll.FuzzTarget;
import dev.plimsoll.image.Credential;
import dev.plimsoll.image.InspectionException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.Test;

public class AnswerFuzzTest {

    /** However far an answer wants to lead, nothing but this machine is connected to. */
    private static final DnsResolver ONLY_HERE = new DnsResolver() {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            if (!host.equals("127.0.0.1")) {
                throw new UnknownHostException(host);
            }
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    };

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String SECRET = "s3cret";

    private static volatile String said = "";

    private static final RawServer SERVER = RawServer.start((connection, number) -> {
        if (RawServer.readRequest(connection)) {
            RawServer.write(connection, said);
        }
    });

    private static final BoundedHttp HTTP = new BoundedHttp(
            Tls.context(List.of(), null), GuardedResolver.forConfiguredHost(ONLY_HERE), TIMEOUT, TIMEOUT, 4);

    @Test
    void any_bytes_are_an_answer_or_a_failure_with_a_reason() {
        FuzzTarget.tryAll("answer", AnswerFuzzTest::fuzzerTestOneInput);
    }

    /** Called by the fuzzer: what a registry says to every request, of a manifest and of a token, before it hangs up. */
    public static void fuzzerTestOneInput(byte[] input) {
        said = new String(input, ISO_8859_1).replace("{registry}", SERVER.name());
        RegistryHost host = new RegistryHost(
                SERVER.name(),
                Endpoint.of(URI.create("http://" + SERVER.name())),
                Keychain.EMPTY,
                Set.of(),
                HTTP,
                HTTP,
                List.of());
        RepositoryClient client = new RepositoryClient(
                host,
                "app",
                Optional.of(Credential.of("alice", SECRET)),
                new Exchanges(RegistryEvents.NONE, Clock.systemUTC()),
                new KnownChallenges(Ticker.systemTicker()));
        try {
            expect(client.manifest("1", new Deadline(TIMEOUT)).isOk(), "what is no answer is a failure");
            client.head("1", new Deadline(TIMEOUT));
        } catch (InspectionException e) {
            String message = String.valueOf(e.getMessage());
            expect(message.matches("\\P{Cntrl}{1,300}") && !message.contains(SECRET), "a short line says why");
        }
    }
}
