package dev.plimsoll.bench;

import com.microsoft.playwright.Page;
import dev.plimsoll.web.Browsing;
import dev.plimsoll.web.PageServer;
import dev.plimsoll.web.SampleAudits;
import dev.plimsoll.web.Snapshot;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@code make bench-web}: the page of 5,000 images, made by the server and shown, searched, sorted and scrolled by a real browser on
 * the same machine. Each figure is the median of several.
 */
public final class WebPages {

    private static final int IMAGES = 5_000;
    private static final int TIMES = 15;
    private static final int WARM_UP = 15;

    /** From a key until what it changes has been drawn. */
    private static final String AT_A_KEY = """
            async text => {
              const input = document.getElementById('q');
              const times = [];
              for (let i = 1; i <= text.length; i++) {
                await new Promise(requestAnimationFrame);
                const begin = performance.now();
                input.value = text.slice(0, i);
                input.dispatchEvent(new Event('input', {bubbles: true}));
                document.body.offsetHeight;
                times.push(performance.now() - begin);
              }
              return times;
            }
            """;

    private static final String AT_A_HEAD = """
            async () => {
              const times = [];
              for (const head of document.querySelectorAll('table.images thead a')) {
                await new Promise(requestAnimationFrame);
                const begin = performance.now();
                head.click();
                document.body.offsetHeight;
                times.push(performance.now() - begin);
              }
              return times;
            }
            """;

    /** How long frames take while the page is scrolled from its beginning to its end. */
    private static final String SCROLLED = """
            async () => {
              const times = [];
              let last = await new Promise(requestAnimationFrame);
              const height = document.documentElement.scrollHeight;
              for (let y = 0; y < height && times.length < 240; y += 400) {
                scrollTo(0, y);
                const now = await new Promise(requestAnimationFrame);
                times.push(now - last);
                last = now;
              }
              scrollTo(0, 0);
              return times;
            }
            """;

    private static final String LOADED = """
            () => {
              const navigation = performance.getEntriesByType('navigation')[0];
              return [navigation.domContentLoadedEventEnd, navigation.loadEventEnd];
            }
            """;

    private WebPages() {}

    public static void main(String... args) throws IOException, InterruptedException {
        Snapshot cluster = SampleAudits.cluster(IMAGES);
        try (PageServer server = PageServer.start().show(cluster)) {
            System.out.printf("a cluster of %,d images%n", IMAGES);
            for (String path : List.of("", "images", "images?q=shop", "namespaces", "policies", "unknown")) {
                serve(server, path);
            }
            try (Browsing browsing = Browsing.begin()) {
                browse(browsing, server);
            }
        }
        System.exit(0);
    }

    /** Every time as if nothing had been kept. */
    private static void serve(PageServer server, String path) throws IOException, InterruptedException {
        List<Double> made = new ArrayList<>();
        int bytes = 0;
        int packed = 0;
        HttpClient client = HttpClient.newHttpClient();
        for (int i = 0; i < WARM_UP + TIMES; i++) {
            server.show(SampleAudits.again(server.shown()));
            long begin = System.nanoTime();
            packed = get(client, server.address() + path, "gzip");
            if (i >= WARM_UP) {
                made.add((System.nanoTime() - begin) / 1e6);
            }
            bytes = get(client, server.address() + path, "identity");
        }
        List<Double> kept = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            long begin = System.nanoTime();
            get(client, server.address() + path, "gzip");
            kept.add((System.nanoTime() - begin) / 1e6);
        }
        System.out.printf(
                "  /%-14s made in %5.1f ms, kept %4.1f ms; %,6d KiB, compressed %,4d KiB%n",
                path, median(made), median(kept), bytes >> 10, packed >> 10);
    }

    private static int get(HttpClient client, String address, String encoding)
            throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create(address))
                                .header("Accept-Encoding", encoding)
                                .build(),
                        BodyHandlers.ofByteArray())
                .body()
                .length;
    }

    private static void browse(Browsing browsing, PageServer server) {
        for (Browsing.Screen screen : List.of(Browsing.Screen.DESKTOP, Browsing.Screen.PHONE)) {
            List<Double> ready = new ArrayList<>();
            List<Double> loaded = new ArrayList<>();
            List<Double> keys = new ArrayList<>();
            List<Double> first = new ArrayList<>();
            List<Double> heads = new ArrayList<>();
            List<Double> frames = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                try (Browsing.Visit visit = browsing.visit(screen)) {
                    Page page = visit.open(server.address() + "images");
                    page.waitForLoadState();
                    List<Double> times = numbers(page.evaluate(LOADED));
                    ready.add(times.get(0));
                    loaded.add(times.get(1));
                    List<Double> typed = numbers(page.evaluate(AT_A_KEY, "shop worker root"));
                    first.add(typed.get(0));
                    keys.addAll(typed.subList(1, typed.size()));
                    page.evaluate(AT_A_KEY, " ");
                    heads.addAll(numbers(page.evaluate(AT_A_HEAD)));
                    page.locator("#more button").click();
                    frames.addAll(numbers(page.evaluate(SCROLLED)));
                }
            }
            System.out.printf(
                    "  %s: document ready %.0f ms, loaded %.0f ms; first key %.1f ms, other keys %.1f ms (at most %.1f);"
                            + " sorted %.1f ms (at most %.1f); a frame while scrolling %.1f ms (at most %.1f)%n",
                    screen.name().toLowerCase(java.util.Locale.ROOT),
                    median(ready),
                    median(loaded),
                    median(first),
                    median(keys),
                    most(keys),
                    median(heads),
                    most(heads),
                    median(frames),
                    most(frames));
        }
    }

    private static List<Double> numbers(Object list) {
        return ((List<?>) list).stream().map(it -> ((Number) it).doubleValue()).toList();
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(it -> it).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static double most(List<Double> values) {
        return Arrays.stream(values.stream().mapToDouble(it -> it).toArray())
                .max()
                .orElse(0);
    }
}
