package dev.plimsoll.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.sun.management.OperatingSystemMXBean;
import dev.plimsoll.web.Browsing;
import dev.plimsoll.web.PageServer;
import dev.plimsoll.web.SampleAudits;
import dev.plimsoll.web.Snapshot;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * {@code make bench-web}: the page of 5,000 images, made by the server and shown, searched, sorted and scrolled by a real browser on
 * the same machine. Each figure is the median of several. What is busy is told in time of the processor, which other work on the
 * machine changes little.
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

    private static final String READY = "() => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd";

    private static final String WORDS = "shop worker root";

    private static final int VISITS = 5;

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

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

    /** Every time as if another scan had been made. */
    private static void serve(PageServer server, String path) throws IOException, InterruptedException {
        List<Double> made = new ArrayList<>();
        List<Double> worked = new ArrayList<>();
        int bytes = 0;
        int packed = 0;
        HttpClient client = HttpClient.newHttpClient();
        for (int i = 0; i < WARM_UP + TIMES; i++) {
            server.show(SampleAudits.again(server.shown()));
            long begin = System.nanoTime();
            long work = PROCESS.getProcessCpuTime();
            packed = get(client, server.address() + path, "gzip");
            if (i >= WARM_UP) {
                made.add((System.nanoTime() - begin) / 1e6);
                worked.add((PROCESS.getProcessCpuTime() - work) / 1e6);
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
                "  /%-14s made in %5.1f ms (processor %5.1f), kept %4.1f ms; %,6d KiB, compressed %,4d KiB%n",
                path, median(made), median(worked), median(kept), bytes >> 10, packed >> 10);
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
            List<Double> loading = new ArrayList<>();
            List<Double> first = new ArrayList<>();
            List<Double> keys = new ArrayList<>();
            List<Double> typing = new ArrayList<>();
            List<Double> heads = new ArrayList<>();
            List<Double> sorting = new ArrayList<>();
            List<Double> frames = new ArrayList<>();
            for (int i = 0; i < VISITS; i++) {
                try (Browsing.Visit visit = browsing.visit(screen)) {
                    Page page = visit.open("about:blank");
                    CDPSession session = page.context().newCDPSession(page);
                    session.send("Performance.enable", inThreadTime());
                    double before = busy(session);
                    visit.open(server.address() + "images");
                    page.waitForLoadState();
                    ready.add(((Number) page.evaluate(READY)).doubleValue());
                    double loaded = busy(session);
                    loading.add(loaded - before);
                    List<Double> typed = numbers(page.evaluate(AT_A_KEY, WORDS));
                    double searched = busy(session);
                    first.add(typed.get(0));
                    keys.addAll(typed.subList(1, typed.size()));
                    typing.add((searched - loaded) / WORDS.length());
                    page.evaluate(AT_A_KEY, " ");
                    double all = busy(session);
                    List<Double> sorted = numbers(page.evaluate(AT_A_HEAD));
                    heads.addAll(sorted);
                    sorting.add((busy(session) - all) / sorted.size());
                    page.locator("#more button").click();
                    frames.addAll(numbers(page.evaluate(SCROLLED)));
                }
            }
            System.out.printf(
                    "  %s: document ready after %.0f ms, its thread busy for %.0f ms%n"
                            + "    the first key %.1f ms, the others %.1f ms (at most %.1f), busy %.1f ms for each%n"
                            + "    an order %.1f ms (at most %.1f), busy %.1f ms for each%n"
                            + "    600 rows scrolled: a frame every %.1f ms (at most %.1f)%n",
                    screen.name().toLowerCase(Locale.ROOT),
                    median(ready),
                    median(loading),
                    median(first),
                    median(keys),
                    most(keys),
                    median(typing),
                    median(heads),
                    most(heads),
                    median(sorting),
                    median(frames),
                    most(frames));
        }
    }

    private static JsonObject inThreadTime() {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("timeDomain", "threadTicks");
        return parameters;
    }

    /** How long the page's thread has worked so far, in milliseconds of a processor. */
    private static double busy(CDPSession session) {
        for (JsonElement metric : session.send("Performance.getMetrics").getAsJsonArray("metrics")) {
            if (metric.getAsJsonObject().get("name").getAsString().equals("TaskDuration")) {
                return 1000 * metric.getAsJsonObject().get("value").getAsDouble();
            }
        }
        throw new IllegalStateException("the browser does not tell");
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
