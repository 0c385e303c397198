package dev.plimsoll.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plimsoll.HelperProgram;
import dev.plimsoll.TestCertificates;
import dev.plimsoll.image.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The distribution project's registry, as Debian packages it, on a free port of loopback with a folder of its own. */
public final class DockerRegistry implements AutoCloseable {

    private static final String USER = "alice";
    private static final String PASSWORD = "s3cret";

    /** The password, hashed by {@code htpasswd -B}. */
    private static final String HTPASSWD = USER + ":$2y$05$.WgGgSBINPiHbbJChVR47eikf1sSnJPbFI8PzwQAGHjnZE0t4ALtq\n";

    private final Path folder;
    private final int port;
    private final String scheme;
    private final boolean authenticated;
    private final HttpClient http;
    private final Process process;

    private DockerRegistry(Path folder, String extraHttp, String auth, SSLContext tls) {
        Path program = HelperProgram.require("docker-registry", "docker-registry");
        this.folder = folder;
        this.port = freePort();
        this.scheme = tls == null ? "http" : "https";
        this.authenticated = !auth.isEmpty();
        this.http = tls == null
                ? HttpClient.newHttpClient()
                : HttpClient.newBuilder().sslContext(tls).build();
        this.process = start(program, extraHttp, auth);
        await().atMost(10, SECONDS).until(this::isListening);
    }

    /** Over plain HTTP, for anybody. */
    public static DockerRegistry plain(Path folder) {
        return new DockerRegistry(folder, "", "", null);
    }

    /** Over plain HTTP, for {@link #user()} with {@link #password()}. */
    public static DockerRegistry withPassword(Path folder) {
        try {
            Path file = Files.writeString(folder.resolve("htpasswd"), HTPASSWD);
            return new DockerRegistry(folder, "", "auth: {htpasswd: {realm: test, path: %s}}".formatted(file), null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Over TLS, for anybody who trusts the certificates' authority. */
    public static DockerRegistry withTls(Path folder, TestCertificates certificates) {
        String tls = ", tls: {certificate: %s, key: %s}"
                .formatted(certificates.serverPem(folder), certificates.serverKeyPem(folder));
        return new DockerRegistry(folder, tls, "", trusting(certificates.authorityPem(folder)));
    }

    private static SSLContext trusting(Path authority) {
        try (var pem = Files.newInputStream(authority)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Process start(Path program, String extraHttp, String auth) {
        String config = """
                version: 0.1
                log: {level: error, accesslog: {disabled: true}}
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: "127.0.0.1:%d"%s}
                %s
                """.formatted(folder.resolve("data"), port, extraHttp, auth);
        try {
            Path file = Files.writeString(folder.resolve("registry.yml"), config);
            return new ProcessBuilder(program.toString(), "serve", file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("registry.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isListening() throws IOException {
        assertThat(process.isAlive())
                .as(Files.readString(folder.resolve("registry.log")))
                .isTrue();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** {@code 127.0.0.1:<port>}, as an image's name has it. */
    public String name() {
        return "127.0.0.1:" + port;
    }

    public URI address() {
        return URI.create(scheme + "://" + name());
    }

    public static String user() {
        return USER;
    }

    public static String password() {
        return PASSWORD;
    }

    /** Pushes the image with one layer blob, whatever the image says of it, under the tag. */
    public DockerRegistry push(String repository, String tag, TestImage image, byte[]... layers) {
        for (byte[] layer : layers) {
            pushBlob(repository, layer);
        }
        pushBlob(repository, image.configJson());
        return pushManifest(repository, tag, image.mediaType(), image.manifestJson());
    }

    private void pushBlob(String repository, byte[] content) {
        HttpResponse<Void> started =
                send("POST", address().resolve("/v2/" + repository + "/blobs/uploads/"), "", new byte[0]);
        assertThat(started.statusCode()).isEqualTo(202);
        String location = started.headers().firstValue("Location").orElseThrow();
        String separator = location.contains("?") ? "&" : "?";
        URI upload = address().resolve(location + separator + "digest=" + Digest.of(content));
        assertThat(send("PUT", upload, "application/octet-stream", content).statusCode())
                .isEqualTo(201);
    }

    /** Pushes a manifest or index whose parts are there. */
    public DockerRegistry pushManifest(String repository, String reference, String mediaType, byte[] manifest) {
        URI target = address().resolve("/v2/" + repository + "/manifests/" + reference);
        assertThat(send("PUT", target, mediaType, manifest).statusCode()).isEqualTo(201);
        return this;
    }

    private HttpResponse<Void> send(String method, URI target, String contentType, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(target).method(method, BodyPublishers.ofByteArray(body));
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        if (authenticated) {
            byte[] credentials = (USER + ":" + PASSWORD).getBytes(UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
        }
        try {
            return http.send(request.build(), BodyHandlers.discarding());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
