package dev.plimsoll.registry;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.plimsoll.image.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * A registry on loopback that speaks the part of the distribution API that inspecting an image needs, remembers what it
 * was asked, and misbehaves where a test tells it to.
 */
public final class FakeRegistry implements AutoCloseable {

    /** What it was asked. */
    public record Request(String method, String path, Map<String, String> query, Headers headers, String body) {

        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.getFirst(name));
        }
    }

    /** Answers a request in place of the registry. */
    @FunctionalInterface
    public interface Answering {
        void answer(HttpExchange exchange) throws IOException;
    }

    private record Stored(String contentType, byte[] content) {}

    private enum Auth {
        NONE,
        BASIC,
        BEARER
    }

    static {
        // Otherwise every answer waits 40 ms for an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "fake-registry");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Stored> stored = new ConcurrentHashMap<>();
    private final Map<String, Answering> answering = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final AtomicInteger tokensIssued = new AtomicInteger();

    private volatile Auth auth = Auth.NONE;
    private volatile String credentials = "";
    private volatile String refreshToken = "";
    private volatile String challenge = "";

    private FakeRegistry(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** Over plain HTTP. */
    public static FakeRegistry start() {
        try {
            return new FakeRegistry(HttpServer.create(anyPort(), 0), "http");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Over TLS. */
    public static FakeRegistry start(SSLContext tls) {
        try {
            HttpsServer server = HttpsServer.create(anyPort(), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(tls));
            return new FakeRegistry(server, "https");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Over TLS, for those who present a certificate, or for anybody but asking for one. */
    public static FakeRegistry startAskingClients(SSLContext tls, boolean required) {
        try {
            HttpsServer server = HttpsServer.create(anyPort(), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(tls) {
                @Override
                public void configure(HttpsParameters parameters) {
                    SSLParameters wanted = tls.getDefaultSSLParameters();
                    wanted.setWantClientAuth(true);
                    wanted.setNeedClientAuth(required);
                    parameters.setSSLParameters(wanted);
                }
            });
            return new FakeRegistry(server, "https");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** {@code 127.0.0.1:<port>}, as an image's name has it. */
    public String name() {
        return "127.0.0.1:" + port();
    }

    public URI address() {
        return URI.create(scheme + "://" + name());
    }

    /** Keeps the image under the tag and under its digest. */
    public FakeRegistry put(String repository, String tag, TestImage image) {
        put(repository, image);
        return put(repository, tag, image.mediaType(), image.manifestJson());
    }

    /** Keeps the image under its digest only. */
    public FakeRegistry put(String repository, TestImage image) {
        put(repository, image.digest().toString(), image.mediaType(), image.manifestJson());
        return putBlob(repository, image.configDigest(), image.configJson());
    }

    /** Keeps an index under the tag and under its digest; its images have to be put too. */
    public FakeRegistry putIndex(String repository, String tag, byte[] index) {
        put(repository, Digest.of(index).toString(), TestImage.INDEX_TYPE, index);
        return put(repository, tag, TestImage.INDEX_TYPE, index);
    }

    /** Keeps whatever it is under the tag or digest. */
    public FakeRegistry put(String repository, String reference, String contentType, byte[] manifest) {
        stored.put("/v2/" + repository + "/manifests/" + reference, new Stored(contentType, manifest));
        return this;
    }

    /** Keeps a blob under the digest, whether it is its own or not. */
    public FakeRegistry putBlob(String repository, Digest digest, byte[] content) {
        stored.put("/v2/" + repository + "/blobs/" + digest, new Stored("application/octet-stream", content));
        return this;
    }

    /** Answers this way for every path that begins so; the longest beginning wins. */
    public FakeRegistry answer(String pathPrefix, Answering answer) {
        answering.put(pathPrefix, answer);
        return this;
    }

    /** Answers with this status and nothing else for every path that begins so. */
    public FakeRegistry answer(String pathPrefix, int status) {
        return answer(pathPrefix, exchange -> respond(exchange, status, new byte[0]));
    }

    /** Answers for these paths as it did before it was told otherwise. */
    public FakeRegistry recover(String pathPrefix) {
        answering.remove(pathPrefix);
        return this;
    }

    /** Sends every request for a path that begins so elsewhere. */
    public FakeRegistry answer(String pathPrefix, int status, String location) {
        return answer(pathPrefix, exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            respond(exchange, status, new byte[0]);
        });
    }

    /** Wants this user and password with every request. */
    public FakeRegistry basicAuth(String user, String password) {
        return auth(Auth.BASIC, user + ":" + password, "Basic realm=\"fake\"");
    }

    /** Wants a token with every request, which anybody gets. */
    public FakeRegistry bearerAuth() {
        return bearerAuth("", "");
    }

    /** Wants a token with every request, which is had for this user and password. */
    public FakeRegistry bearerAuth(String user, String password) {
        return auth(
                Auth.BEARER,
                user.isEmpty() ? "" : user + ":" + password,
                "Bearer realm=\"%s/token\",service=\"fake\",scope=\"repository:any:pull\"".formatted(address()));
    }

    /** Wants a token with every request, which is had for this refresh token. */
    public FakeRegistry refreshTokenAuth(String token) {
        bearerAuth();
        refreshToken = token;
        return this;
    }

    private FakeRegistry auth(Auth how, String with, String challenge) {
        this.credentials = with;
        this.challenge = challenge;
        this.auth = how;
        return this;
    }

    /** Sends this challenge instead of its own. */
    public FakeRegistry challenge(String challenge) {
        this.challenge = challenge;
        return this;
    }

    /** Accepts none of the tokens that it has given so far. */
    public void expireTokens() {
        tokens.clear();
    }

    /** What it was asked, in order. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** How often it was asked for a path that contains this. */
    public long requests(String pathPart) {
        return requests.stream()
                .filter(request -> request.path().contains(pathPart))
                .count();
    }

    public void forgetRequests() {
        requests.clear();
    }

    /** The methods that it was asked with, in order. */
    public List<String> methods() {
        return requests.stream().map(Request::method).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(request(exchange));
            String path = exchange.getRequestURI().getPath();
            Optional<Answering> special = answering.entrySet().stream()
                    .filter(entry -> path.startsWith(entry.getKey()))
                    .sorted(Comparator.comparingInt(entry -> -entry.getKey().length()))
                    .map(Map.Entry::getValue)
                    .findFirst();
            if (special.isPresent()) {
                special.get().answer(exchange);
            } else if (path.equals("/token")) {
                token(exchange);
            } else if (!isAllowed(exchange)) {
                exchange.getResponseHeaders().set("WWW-Authenticate", challenge);
                respond(exchange, 401, "{\"errors\":[{\"code\":\"UNAUTHORIZED\"}]}".getBytes(StandardCharsets.UTF_8));
            } else {
                content(exchange, path);
            }
        }
    }

    private static Request request(HttpExchange exchange) throws IOException {
        Headers headers = new Headers();
        headers.putAll(exchange.getRequestHeaders());
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        URI uri = exchange.getRequestURI();
        return new Request(exchange.getRequestMethod(), uri.getPath(), form(uri.getRawQuery()), headers, body);
    }

    private static Map<String, String> form(String text) {
        return text == null || text.isEmpty()
                ? Map.of()
                : Arrays.stream(text.split("&"))
                        .map(pair -> pair.split("=", 2))
                        .collect(Collectors.toMap(
                                pair -> decoded(pair[0]), pair -> decoded(pair[1]), (first, second) -> first));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private boolean isAllowed(HttpExchange exchange) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        return switch (auth) {
            case NONE -> true;
            case BASIC -> basic(credentials).equals(authorization);
            case BEARER -> authorization != null && tokens.contains(authorization.replaceFirst("^Bearer ", ""));
        };
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private void token(HttpExchange exchange) throws IOException {
        if (!mayHaveToken(exchange)) {
            respond(exchange, 401, new byte[0]);
            return;
        }
        String token = "token-" + tokensIssued.incrementAndGet();
        tokens.add(token);
        respond(exchange, 200, TestImage.json(Map.of("token", token, "expires_in", 300)));
    }

    private boolean mayHaveToken(HttpExchange exchange) {
        if (!refreshToken.isEmpty()) {
            Request last = requests.get(requests.size() - 1);
            return refreshToken.equals(form(last.body()).get("refresh_token"));
        }
        return credentials.isEmpty()
                || basic(credentials).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private void content(HttpExchange exchange, String path) throws IOException {
        Stored found = stored.get(path);
        if (found == null) {
            respond(exchange, 404, "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\"}]}".getBytes(StandardCharsets.UTF_8));
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", found.contentType);
        exchange.getResponseHeaders()
                .set("Docker-Content-Digest", Digest.of(found.content).toString());
        respond(exchange, 200, found.content);
    }

    /** Answers with the status and the body. */
    public static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean bare = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bare ? -1 : body.length);
        if (!bare) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
