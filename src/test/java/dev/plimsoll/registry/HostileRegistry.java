package dev.plimsoll.registry;

import static dev.plimsoll.registry.TestImage.anImage;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.TestCertificates;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.InspectionException.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A registry on loopback that means harm. What it does is chosen by the repository that it is asked for, so that one
 * server can do everything, to one client; what happens before anything is asked, by where it is asked.
 *
 * <p>A registry that fails five times in a row is left alone. So that one name can be failed by as often as one likes, it
 * is polite in between: to {@link #politeImage}, which it says it does not have.
 */
public final class HostileRegistry implements AutoCloseable {

    /**
     * One thing that it does once it has been asked, and what is to be said of it.
     *
     * @param reasons of which the look-up's failure has one
     */
    public record Behaviour(String name, Set<Reason> reasons, Talk talk) {

        /** Whether it takes all the time there is. */
        public boolean isSlow() {
            return reasons.contains(Reason.TIMED_OUT);
        }

        /** Whether it can be polite in between. If not, it has to be met under many names. */
        public boolean canBePolite() {
            return !BUSY.equals(name) && !LEFT_ALONE.contains(name);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** What it does on a connection. */
    @FunctionalInterface
    public interface Talk {
        void on(Conversation conversation) throws Exception;
    }

    /** How many look-ups may fail under one name before it has to be polite. */
    public static final int FAILURES_IN_A_ROW = 4;

    private static final String BUSY = "nobody-accepts";

    /** What says how long to leave it alone, so that a second look-up does not even ask. */
    private static final Set<String> LEFT_ALONE =
            Set.of("too-many-requests", "unavailable", HostileDocuments.TOKEN_LIMITED);

    private static final String POLITE = "polite";

    /** What every password begins with; each of its names has another one, which is for what that name leads to alone. */
    public static final String PASSWORD = "s3cret";

    private static final int OPEN_END = 1 << 20;

    /** Whom redirects and challenges point to. */
    private final ServerSocket elsewhere;

    private final RawServer http;

    /** Those whose harm is done before anything is asked, by the name of what they do. */
    private final Map<String, RawServer> withTls = new HashMap<>();

    private final List<Behaviour> behaviours;
    private final TestCertificates good = TestCertificates.forLoopback();
    private final TestCertificates expired = TestCertificates.forLoopback(Duration.ofMinutes(-1));
    private final TestCertificates ofAnother = TestCertificates.forHost("registry.corp");
    private final ServerSocket full;
    private final List<Socket> fillers = new ArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger politeImages = new AtomicInteger();
    private final AtomicInteger met = new AtomicInteger();
    private final AtomicInteger credentials = new AtomicInteger();
    private final Set<String> strayed = ConcurrentHashMap.newKeySet();
    private volatile boolean polite;

    private HostileRegistry() throws IOException {
        elsewhere = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        http = RawServer.start((connection, number) -> counted(connection, this::misbehave));
        insteadOfTls("silence-in-the-handshake", HostileRegistry::waitForTheEnd);
        insteadOfTls("reset-in-the-handshake", connection -> connection.setSoLinger(true, 0));
        insteadOfTls("no-tls-at-all", connection -> RawServer.write(connection, "x".repeat(1 << 14)));
        presenting("certificate-expired", expired);
        presenting("certificate-self-signed", TestCertificates.ec());
        presenting("certificate-of-another", ofAnother);
        full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        fill();
        behaviours = List.copyOf(everything());
    }

    public static HostileRegistry start() {
        try {
            return new HostileRegistry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** So many connections wait to be accepted that there is no room for one more. */
    private void fill() throws IOException {
        for (int i = 0; i < 4; i++) {
            Socket filler = new Socket();
            fillers.add(filler);
            try {
                filler.connect(full.getLocalSocketAddress(), 50);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
    }

    private void presenting(String behaviour, TestCertificates certificates) {
        SSLSocketFactory tls = certificates.serverContext().getSocketFactory();
        insteadOfTls(behaviour, connection -> answerOverTls(connection, tls));
    }

    private void insteadOfTls(String behaviour, OnSocket harm) {
        SSLSocketFactory tls = good.serverContext().getSocketFactory();
        withTls.put(
                behaviour,
                RawServer.start((connection, number) -> counted(connection, it -> {
                    if (polite) {
                        answerOverTls(it, tls);
                    } else {
                        met.incrementAndGet();
                        harm.talk(it);
                    }
                })));
    }

    private static void answerOverTls(Socket connection, SSLSocketFactory tls) throws IOException {
        try (SSLSocket secured = (SSLSocket) tls.createSocket(connection, null, true)) {
            RawServer.readRequest(secured);
            new Conversation(secured, "").answer(404, "");
        }
    }

    /** Where a behaviour is had: its place decides what happens before anything is asked. */
    public String endpoint(Behaviour behaviour) {
        if (behaviour.name.equals(BUSY)) {
            return "http://127.0.0.1:" + full.getLocalPort();
        }
        RawServer server = withTls.get(behaviour.name);
        return server == null ? "http://" + http.name() : "https://" + server.name();
    }

    /**
     * What makes that registries of these names lead here, with a password of their own.
     *
     * @param trusted a file that holds whom a client is to trust
     * @param names of each behaviour's registries
     * @return settings without their common prefix
     */
    public Map<String, String> settings(Path trusted, Function<Behaviour, Stream<String>> names) {
        Map<String, String> settings = new HashMap<>();
        for (Behaviour behaviour : behaviours) {
            names.apply(behaviour).forEach(name -> {
                String host = "hosts.\"%s\".".formatted(name);
                settings.put(host + "endpoint", endpoint(behaviour));
                settings.put(host + "username", name);
                settings.put(host + "password", PASSWORD + "-of-" + place(behaviour));
                if (withTls.containsKey(behaviour.name)) {
                    settings.put(host + "ca-file", trusted.toString());
                }
            });
        }
        return settings;
    }

    /** Writes a file of those whom a client is to trust. */
    public Path trusted(Path folder) throws IOException {
        String all = "";
        for (TestCertificates certificates : List.of(good, expired, ofAnother)) {
            all += Files.readString(certificates.authorityPem(folder));
        }
        return Files.writeString(folder.resolve("trusted.pem"), all);
    }

    /**
     * By which behaviours share registries that do them all: how the rest is left alone, or what happens before anything
     * is asked, is a registry's own.
     */
    public String place(Behaviour behaviour) {
        return withTls.containsKey(behaviour.name) || !behaviour.canBePolite() ? behaviour.name : "anywhere";
    }

    /** What to ask a registry for that is to do that. Each number is another image. */
    public static String image(Behaviour behaviour, int number) {
        return "%s:%d".formatted(behaviour.name, number);
    }

    /** What it says it does not have, as a registry should; another one each time. */
    public String politeImage() {
        return "%s:%d".formatted(POLITE, politeImages.incrementAndGet());
    }

    /** Whether it is polite before anything is asked, too. */
    public void setPolite(boolean polite) {
        this.polite = polite;
    }

    /** How often it has done harm. */
    public int met() {
        return met.get();
    }

    /** Which ports are its own. */
    public Set<Integer> ports() {
        Set<Integer> ports = new HashSet<>(Set.of(full.getLocalPort(), elsewhere.getLocalPort()));
        Stream.concat(Stream.of(http), withTls.values().stream()).forEach(server -> ports.add(server.port()));
        return ports;
    }

    /** How many connections clients hold open. */
    public int open() {
        return open.get();
    }

    private interface OnSocket {
        void talk(Socket connection) throws Exception;
    }

    private void counted(Socket connection, OnSocket talk) throws Exception {
        open.incrementAndGet();
        try {
            talk.talk(connection);
        } finally {
            open.decrementAndGet();
        }
    }

    private void misbehave(Socket connection) throws Exception {
        BufferedReader reader = new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
        String line = reader.readLine();
        if (line == null) {
            return;
        }
        String path = line.split(" ")[1].split("\\?")[0];
        String authorization = "";
        for (String header = line; header != null && !header.isEmpty(); header = reader.readLine()) {
            if (header.toLowerCase(Locale.ROOT).startsWith("authorization:")) {
                authorization = header.substring("authorization:".length()).strip();
            }
        }
        String repository = path.split("/")[2];
        note(authorization, repository);
        if (repository.equals(POLITE)) {
            new Conversation(connection, path).answer(404, "");
            return;
        }
        if (path.startsWith("/v2/")) {
            met.incrementAndGet();
        }
        behaviour(repository).talk.on(new Conversation(connection, path));
    }

    private void note(String authorization, String repository) {
        if (authorization.isEmpty()) {
            return;
        }
        credentials.incrementAndGet();
        String own = repository.equals(POLITE) ? "" : place(behaviour(repository));
        boolean good = authorization.startsWith("Bearer ")
                ? authorization.equals("Bearer " + token(repository))
                : basic(authorization).endsWith(":" + PASSWORD + "-of-" + own);
        if (!good) {
            strayed.add(repository + " was told " + authorization);
        }
    }

    private static String basic(String authorization) {
        try {
            return new String(Base64.getDecoder().decode(authorization.replaceFirst("(?i)^Basic ", "")), UTF_8);
        } catch (IllegalArgumentException e) {
            return authorization;
        }
    }

    /** What is good for one repository alone. */
    private static String token(String repository) {
        return "t-" + repository;
    }

    /** How often it was told a credential. */
    public int credentials() {
        return credentials.get();
    }

    /** Credentials that it was told and that are not for the one who was told. */
    public Set<String> strayedCredentials() {
        return Set.copyOf(strayed);
    }

    /** The far end of one connection, after one request. */
    public record Conversation(Socket connection, String path) {

        void say(String text) throws IOException {
            RawServer.write(connection, text);
        }

        void answer(int status, String headers, byte[] body) throws IOException {
            say("HTTP/1.1 %d Some Words\r\nConnection: close\r\nContent-Length: %d\r\n%s\r\n"
                    .formatted(status, body.length, headers));
            connection.getOutputStream().write(body);
        }

        void answer(int status, String headers) throws IOException {
            answer(status, headers, new byte[0]);
        }

        void answerManifest(String json) throws IOException {
            answer(200, "Content-Type: application/vnd.oci.image.manifest.v1+json\r\n", json.getBytes(UTF_8));
        }

        void answerIndex(byte[] json) throws IOException {
            answer(200, "Content-Type: application/vnd.oci.image.index.v1+json\r\n", json);
        }

        String lastOfPath() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        void withoutEnd(String text) throws IOException {
            OutputStream out = connection.getOutputStream();
            byte[] chunk = text.repeat(1 + (1 << 16) / text.length()).getBytes(ISO_8859_1);
            while (true) {
                out.write(chunk);
            }
        }

        void drip(String text) throws Exception {
            for (int i = 0; i < OPEN_END; i++) {
                say(String.valueOf(text.charAt(i % text.length())));
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }

        void stall() throws IOException {
            waitForTheEnd(connection);
        }

        void reset() throws IOException {
            connection.setSoLinger(true, 0);
        }
    }

    /** Says nothing until the client hangs up. */
    private static void waitForTheEnd(Socket connection) throws IOException {
        while (connection.getInputStream().read() >= 0) {
            // Whatever it says.
        }
    }

    private static Behaviour when(String name, Reason reason, Talk talk) {
        return new Behaviour(name, EnumSet.of(reason), talk);
    }

    public List<Behaviour> behaviours() {
        return behaviours;
    }

    /** The one of that name. */
    public Behaviour behaviour(String name) {
        return behaviours.stream()
                .filter(each -> each.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<Behaviour> everything() {
        List<Behaviour> all = new ArrayList<>();
        all.addAll(withoutEnd());
        all.addAll(silences());
        all.addAll(resets());
        all.addAll(signposts());
        all.addAll(refusals());
        all.addAll(untruths());
        all.addAll(new HostileDocuments(this::realm).all());
        return all;
    }

    private static List<Behaviour> withoutEnd() {
        String ok = "HTTP/1.1 200 OK\r\n";
        return List.of(
                when("body-without-end", Reason.UNSUPPORTED, it -> {
                    it.say(ok + "\r\n");
                    it.withoutEnd(" ");
                }),
                when("chunks-without-end", Reason.UNSUPPORTED, it -> {
                    it.say(ok + "Transfer-Encoding: chunked\r\n\r\n");
                    it.withoutEnd("400\r\n" + "x".repeat(1 << 10) + "\r\n");
                }),
                when("error-without-end", Reason.UNAVAILABLE, it -> {
                    it.say("HTTP/1.1 500 Oh\r\n\r\n");
                    it.withoutEnd("x");
                }),
                when("status-line-without-end", Reason.UNSUPPORTED, it -> it.withoutEnd("HTTP/1.1 200 OK")),
                when("header-without-end", Reason.UNSUPPORTED, it -> {
                    it.say(ok + "X: ");
                    it.withoutEnd("x");
                }),
                when("headers-without-end", Reason.UNSUPPORTED, it -> {
                    it.say(ok);
                    it.withoutEnd("X: y\r\n");
                }),
                new Behaviour("chunk-size-without-end", EnumSet.of(Reason.UNSUPPORTED, Reason.UNAVAILABLE), it -> {
                    it.say(ok + "Transfer-Encoding: chunked\r\n\r\n");
                    it.withoutEnd("1");
                }),
                new Behaviour("trailers-without-end", EnumSet.of(Reason.UNSUPPORTED, Reason.UNAVAILABLE), it -> {
                    it.say(ok + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n0\r\n");
                    it.withoutEnd("X: y\r\n");
                }),
                when("1xx-without-end", Reason.UNSUPPORTED, it -> it.withoutEnd("HTTP/1.1 102 Processing\r\n\r\n")),
                when("gzip-bomb", Reason.UNSUPPORTED, it -> {
                    it.say(ok + "Content-Encoding: gzip\r\n\r\n");
                    it.withoutEnd("\u001f");
                }));
    }

    private static List<Behaviour> silences() {
        String ok = "HTTP/1.1 200 OK\r\n";
        return List.of(
                when("silence-in-the-handshake", Reason.TIMED_OUT, Conversation::stall),
                new Behaviour(BUSY, EnumSet.of(Reason.UNAVAILABLE, Reason.TIMED_OUT), Conversation::stall),
                when("silence", Reason.TIMED_OUT, Conversation::stall),
                silentAfter("status", "HTTP/1.1 200"),
                silentAfter("1xx", "HTTP/1.1 100 Continue\r\n\r\n"),
                silentAfter("header", ok + "Content-Le"),
                silentAfter("headers", ok + "Content-Length: 100\r\n\r\n"),
                silentAfter("body", ok + "Content-Length: 100\r\n\r\n{"),
                silentAfter("chunk", ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nab"),
                silentAfter("last-chunk", ok + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n0\r\n"),
                when(
                        "dripping-status",
                        Reason.TIMED_OUT,
                        it -> it.drip("HTTP/1.1 200 OOOOOOOOOOOOOOOOOOOOOOOOOOOOOOO")),
                when("dripping-headers", Reason.TIMED_OUT, it -> {
                    it.say(ok);
                    it.drip("X-Header: value\r\n");
                }),
                when("dripping-body", Reason.TIMED_OUT, it -> {
                    it.say(ok + "Content-Length: 1000\r\n\r\n");
                    it.drip(" ");
                }),
                when("dripping-error", Reason.TIMED_OUT, it -> {
                    it.say("HTTP/1.1 503 Oh\r\nContent-Length: 1000\r\n\r\n");
                    it.drip("x");
                }));
    }

    private static Behaviour silentAfter(String what, String said) {
        return when("silence-after-" + what, Reason.TIMED_OUT, it -> {
            it.say(said);
            it.stall();
        });
    }

    private static List<Behaviour> resets() {
        return List.of(
                when("reset-in-the-handshake", Reason.UNAVAILABLE, Conversation::reset),
                when("no-tls-at-all", Reason.UNAVAILABLE, Conversation::reset),
                when("certificate-expired", Reason.UNAVAILABLE, Conversation::reset),
                when("certificate-self-signed", Reason.UNAVAILABLE, Conversation::reset),
                when("certificate-of-another", Reason.UNAVAILABLE, Conversation::reset),
                resetAfter("nothing", ""),
                resetAfter("one-byte", "H"),
                resetAfter("status", "HTTP/1.1 200 OK\r\n"),
                resetAfter("header", "HTTP/1.1 200 OK\r\nContent-Ty"),
                resetAfter("headers", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"),
                resetAfter("body", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"schema"),
                resetAfter("chunk-size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n"),
                when("closed-after-nothing", Reason.UNAVAILABLE, it -> {}),
                when(
                        "closed-in-body",
                        Reason.UNAVAILABLE,
                        it -> it.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"schema")));
    }

    private static Behaviour resetAfter(String what, String said) {
        return when("reset-after-" + what, Reason.UNAVAILABLE, it -> {
            it.say(said);
            // So that what was said arrives before the reset does.
            TimeUnit.MILLISECONDS.sleep(5);
            it.reset();
        });
    }

    private List<Behaviour> signposts() {
        String other = "127.0.0.1:" + elsewhere.getLocalPort();
        return List.of(
                when("redirect-to-itself", Reason.UNSUPPORTED, it -> it.answer(307, "Location: " + it.path + "\r\n")),
                redirect("metadata", "https://169.254.169.254/latest/meta-data/"),
                redirect("metadata-in-the-clear", "http://169.254.169.254/latest/meta-data/"),
                redirect("metadata-in-ipv6", "https://[fd00:ec2::254]/latest/meta-data/"),
                redirect("metadata-in-disguise", "https://[::ffff:169.254.169.254]/latest/meta-data/"),
                redirect("this-machine", "https://" + other + "/"),
                redirect("this-machine-by-name", "https://localhost:" + elsewhere.getLocalPort() + "/"),
                redirect("another-scheme", "gopher://" + other + "/"),
                when(
                        "realm-elsewhere",
                        Reason.REFUSED,
                        it -> it.answer(
                                401, "WWW-Authenticate: Bearer realm=\"https://%s/\"\r\n".formatted("evil.test"))),
                when(
                        "realm-on-this-machine",
                        Reason.REFUSED,
                        it -> it.answer(401, "WWW-Authenticate: Bearer realm=\"https://%s/\"\r\n".formatted(other))),
                when(
                        "realm-at-metadata",
                        Reason.REFUSED,
                        it -> it.answer(
                                401,
                                "WWW-Authenticate: Bearer realm=\"http://169.254.169.254/latest/api/token\"\r\n")));
    }

    private static Behaviour redirect(String where, String location) {
        return when("redirect-to-" + where, Reason.REFUSED, it -> it.answer(307, "Location: " + location + "\r\n"));
    }

    private List<Behaviour> refusals() {
        return List.of(
                when(
                        "basic-for-ever",
                        Reason.UNAUTHORIZED,
                        it -> it.answer(401, "WWW-Authenticate: Basic realm=x\r\n")),
                when("bearer-for-ever", Reason.UNAUTHORIZED, it -> {
                    if (it.path.contains("token/")) {
                        it.answer(
                                200,
                                "",
                                "{\"token\":\"%s\"}"
                                        .formatted(token("bearer-for-ever"))
                                        .getBytes(UTF_8));
                    } else {
                        it.answer(401, realm("bearer-for-ever"));
                    }
                }),
                when("unauthorized-without-challenge", Reason.UNAUTHORIZED, it -> it.answer(401, "")),
                when("token-that-never-comes", Reason.TIMED_OUT, it -> {
                    if (it.path.contains("token/")) {
                        it.stall();
                    } else {
                        it.answer(401, realm("token-that-never-comes"));
                    }
                }),
                when("token-without-end", Reason.UNSUPPORTED, it -> {
                    if (it.path.contains("token/")) {
                        it.say("HTTP/1.1 200 OK\r\n\r\n{\"token\":\"");
                        it.withoutEnd("x");
                    } else {
                        it.answer(401, realm("token-without-end"));
                    }
                }),
                when("too-many-requests", Reason.RATE_LIMITED, it -> it.answer(429, "Retry-After: 99999999999999\r\n")),
                when("unavailable", Reason.UNAVAILABLE, it -> it.answer(503, "Retry-After: never\r\n")),
                when("forbidden", Reason.UNAUTHORIZED, it -> it.answer(403, "")),
                when("unknown-status", Reason.UNAVAILABLE, it -> it.answer(599, "")));
    }

    private String realm(String behaviour) {
        return "WWW-Authenticate: Bearer realm=\"http://%s/token/%s\"\r\n".formatted(http.name(), behaviour);
    }

    private static List<Behaviour> untruths() {
        String good = new String(anImage().manifestJson(), UTF_8);
        return List.of(
                when(
                        "html",
                        Reason.UNSUPPORTED,
                        it -> it.answer(
                                200, "Content-Type: text/html\r\n", "<!doctype html><h1>Sign in".getBytes(UTF_8))),
                when(
                        "wrong-digest",
                        Reason.UNSUPPORTED,
                        it -> it.answer(
                                200,
                                "Docker-Content-Digest: %s\r\n".formatted(Digest.of("other")),
                                good.getBytes(UTF_8))),
                when(
                        "too-short-a-length",
                        Reason.UNSUPPORTED,
                        it -> it.say("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 20\r\n\r\n" + good)),
                when(
                        "huge-length",
                        Reason.UNSUPPORTED,
                        it -> it.say("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n" + good)),
                new Behaviour(
                        "negative-length",
                        EnumSet.of(Reason.UNSUPPORTED, Reason.UNAVAILABLE),
                        it -> it.say("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n" + good)),
                new Behaviour(
                        "two-lengths",
                        EnumSet.of(Reason.UNSUPPORTED, Reason.UNAVAILABLE),
                        it -> it.say(
                                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\nConnection: close\r\n\r\n"
                                        + good)),
                manifest("deep-json", "[".repeat(100_000)),
                manifest("deep-annotations", "{\"annotations\":" + "{\"a\":".repeat(70) + "1" + "}".repeat(71)),
                manifest("duplicate-keys", good.replaceFirst("\\{", "{\"schemaVersion\":2,")),
                manifest("keys-of-another-case", good.replaceFirst("\\{", "{\"Config\":{},")),
                manifest("huge-number", good.replaceFirst("\"size\":\\d+", "\"size\":1" + "0".repeat(5_000))),
                manifest("negative-size", good.replaceFirst("\"size\":\\d+", "\"size\":-1")),
                manifest("100000-layers", good.replaceFirst("\"layers\":\\[.*?]", "\"layers\":[" + layers() + "]")));
    }

    private static Behaviour manifest(String name, String json) {
        return when(name, Reason.UNSUPPORTED, it -> it.answerManifest(json));
    }

    private static String layers() {
        return "{},".repeat(99_999) + "{}";
    }

    /** Whether anybody has come to where redirects and challenges point. */
    public boolean hasLedAnybodyElsewhere() throws IOException {
        elsewhere.setSoTimeout(1);
        try (Socket somebody = elsewhere.accept()) {
            return somebody.isConnected();
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() {
        http.close();
        withTls.values().forEach(RawServer::close);
        try {
            elsewhere.close();
            full.close();
            for (Socket filler : fillers) {
                filler.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
