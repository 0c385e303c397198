package dev.plimsoll.registry;

import static dev.plimsoll.registry.TestImage.anImage;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A registry on loopback that means harm. What it does is chosen by the repository that it is asked for, so that one
 * server can do everything, to one client.
 */
final class HostileRegistry implements AutoCloseable {

    /** One thing that it does once it has been asked, and what is to be said of it. */
    record Behaviour(String name, Set<Reason> reasons, Talk talk) {

        @Override
        public String toString() {
            return name;
        }
    }

    /** What it does on a connection. */
    @FunctionalInterface
    interface Talk {
        void on(Conversation conversation) throws Exception;
    }

    private static final int OPEN_END = 1 << 20;

    /** Whom redirects and challenges point to. */
    private final ServerSocket elsewhere;

    private final RawServer http;
    private final RawServer silent;
    private final RawServer slamming;
    private final RawServer babbling;
    private final ServerSocket full;
    private final List<Socket> fillers = new ArrayList<>();
    private final AtomicInteger open = new AtomicInteger();

    private HostileRegistry() throws IOException {
        elsewhere = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        http = RawServer.start((connection, number) -> counted(connection, this::misbehave));
        silent = RawServer.start((connection, number) -> counted(connection, HostileRegistry::waitForTheEnd));
        slamming = RawServer.start((connection, number) -> connection.setSoLinger(true, 0));
        babbling = RawServer.start((connection, number) -> RawServer.write(connection, "x".repeat(1 << 14)));
        full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        fill();
    }

    static HostileRegistry start() {
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

    /** Where a behaviour is had: its place decides what happens before anything is asked. */
    String endpoint(Behaviour behaviour) {
        return switch (behaviour.name) {
            case "silence-in-the-handshake" -> "https://" + silent.name();
            case "reset-in-the-handshake" -> "https://" + slamming.name();
            case "no-tls-at-all" -> "https://" + babbling.name();
            case "nobody-accepts" -> "http://127.0.0.1:" + full.getLocalPort();
            default -> "http://" + http.name();
        };
    }

    /** How many connections clients hold open. */
    int open() {
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
        for (String header = line; header != null && !header.isEmpty(); header = reader.readLine()) {
            // Nothing else of the request matters.
        }
        String repository = path.split("/")[2];
        Behaviour behaviour = behaviours().stream()
                .filter(each -> each.name.equals(repository))
                .findFirst()
                .orElseThrow();
        behaviour.talk.on(new Conversation(connection, path));
    }

    /** The far end of one connection, after one request. */
    record Conversation(Socket connection, String path) {

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

    List<Behaviour> behaviours() {
        List<Behaviour> all = new ArrayList<>();
        all.addAll(withoutEnd());
        all.addAll(silences());
        all.addAll(resets());
        all.addAll(signposts());
        all.addAll(refusals());
        all.addAll(untruths());
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
                new Behaviour(
                        "1xx-without-end",
                        EnumSet.of(Reason.UNSUPPORTED, Reason.UNAVAILABLE, Reason.TIMED_OUT),
                        it -> it.withoutEnd("HTTP/1.1 102 Processing\r\n\r\n")),
                when("gzip-bomb", Reason.UNSUPPORTED, it -> {
                    it.say(ok + "Content-Encoding: gzip\r\n\r\n");
                    it.withoutEnd("\u001f");
                }));
    }

    private static List<Behaviour> silences() {
        String ok = "HTTP/1.1 200 OK\r\n";
        return List.of(
                when("silence-in-the-handshake", Reason.TIMED_OUT, Conversation::stall),
                new Behaviour("nobody-accepts", EnumSet.of(Reason.UNAVAILABLE, Reason.TIMED_OUT), Conversation::stall),
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
                        it.answer(200, "", "{\"token\":\"t\"}".getBytes(UTF_8));
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
    boolean hasLedAnybodyElsewhere() throws IOException {
        elsewhere.setSoTimeout(1);
        try (Socket somebody = elsewhere.accept()) {
            return somebody.isConnected();
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() {
        List.of(http, silent, slamming, babbling).forEach(RawServer::close);
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
