package dev.plimsoll.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plimsoll.image.Digest;
import dev.plimsoll.image.ImageReference;
import dev.plimsoll.image.Platform;
import dev.plimsoll.registry.RegistryEvents.Kind;
import dev.plimsoll.registry.RegistryInspector;
import dev.plimsoll.registry.TestImage;
import dev.plimsoll.registry.TestSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

/**
 * {@code make bench-memory}: what an inspector with a heap of 256 MB remembers of 60,000 images of twelve layers each, of
 * which no two have a layer in common.
 *
 * <p>This process plays the registry; the inspector is in one of its own, so that its heap holds nothing else.
 */
public final class CacheMemory {

    private static final int IMAGES = 60_000;
    private static final int AT_ONCE = 16;
    private static final int PROGRESS = 10_000;

    /** Of the cache, in turn: as it comes, and as large as this heap has room for. */
    private static final List<String> SIZES = List.of("32Mi", "180Mi");

    private CacheMemory() {}

    public static void main(String... args) throws Exception {
        if (args.length > 0) {
            look(Integer.parseInt(args[0]), Files.readAllLines(Path.of(args[1])), args[2]);
            System.exit(0);
        }
        Map<String, Integer> numbers = new ConcurrentHashMap<>();
        List<String> digests = IntStream.range(0, IMAGES)
                .parallel()
                .mapToObj(number -> remember(numbers, number))
                .toList();
        Path list = Files.write(Files.createTempFile("plimsoll-digests", ".txt"), digests);
        HttpServer registry = serve(numbers);
        System.out.printf("%,d images of 12 layers, a heap of 256 MB%n", IMAGES);
        for (String size : SIZES) {
            int status = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-XX:+ExitOnOutOfMemoryError",
                            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                            "-cp",
                            System.getProperty("java.class.path"),
                            CacheMemory.class.getName(),
                            "" + registry.getAddress().getPort(),
                            list.toString(),
                            size)
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                System.out.printf("  max-size %s: ended with %d%n", size, status);
            }
        }
        System.exit(0);
    }

    private static TestImage image(int number) {
        return SampleImages.image(number, "linux/amd64");
    }

    private static String remember(Map<String, Integer> numbers, int number) {
        TestImage image = image(number);
        numbers.put("" + image.configDigest(), number);
        numbers.put("" + image.digest(), number);
        return "" + image.digest();
    }

    private static HttpServer serve(Map<String, Integer> numbers) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v2/", exchange -> answer(exchange, numbers));
        server.setExecutor(Executors.newFixedThreadPool(AT_ONCE));
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange, Map<String, Integer> numbers) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            TestImage image = image(numbers.get(path.substring(path.lastIndexOf('/') + 1)));
            byte[] content = path.contains("/manifests/") ? image.manifestJson() : image.configJson();
            exchange.getResponseHeaders().set("Content-Type", image.mediaType());
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        }
    }

    private static void look(int port, List<String> digests, String size) throws InterruptedException {
        String registry = "127.0.0.1:" + port;
        try (RegistryInspector inspector = TestSettings.defaults()
                .set("hosts.\"%s\".endpoint".formatted(registry), "http://" + registry)
                .set("cache.max-size", size)
                .inspector()) {
            Semaphore places = new Semaphore(AT_ONCE);
            for (int image = 0; image < digests.size(); image++) {
                if (image % PROGRESS == 0) {
                    report(inspector, image, size);
                }
                places.acquire();
                inspector
                        .inspect(
                                new ImageReference(
                                        registry,
                                        "app",
                                        Optional.empty(),
                                        Optional.of(Digest.parse(digests.get(image)))),
                                Set.of(Platform.LINUX_AMD64))
                        .whenComplete((inspection, failure) -> {
                            places.release();
                            if (failure != null) {
                                System.out.println(failure);
                                Runtime.getRuntime().halt(1);
                            }
                        });
            }
            places.acquire(AT_ONCE);
            report(inspector, digests.size(), size);
        }
    }

    /** What is alive after a full collection. */
    private static void report(RegistryInspector inspector, int lookedAt, String size) {
        System.gc();
        long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        System.out.printf(
                "  max-size %-6s %,7d looked at: %,7d manifests and %,7d configs remembered, heap in use %4d MB%n",
                size, lookedAt, inspector.cached(Kind.MANIFEST), inspector.cached(Kind.CONFIG), used >> 20);
    }
}
