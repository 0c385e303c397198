package dev.plimsoll.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.plimsoll.HelperProgram;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real browser, in which nothing may go wrong unseen. */
public final class Browsing implements AutoCloseable {

    /** Where screenshots are kept. */
    static final Path SCREENSHOTS = Path.of("target", "screenshots");

    /** What a page is looked at with. */
    public enum Screen {
        DESKTOP(1280, 900, ColorScheme.LIGHT),
        DESKTOP_DARK(1280, 900, ColorScheme.DARK),
        PHONE(360, 740, ColorScheme.LIGHT),
        PHONE_DARK(360, 740, ColorScheme.DARK);

        private final int width;
        private final int height;
        private final ColorScheme colours;

        Screen(int width, int height, ColorScheme colours) {
            this.width = width;
            this.height = height;
            this.colours = colours;
        }

        String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final String AXE = axe();

    /** Of rules that say what keeps people out, and of those that say what is good practice. */
    private static final String LOOK = """
            async () => (await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}))
              .violations.flatMap(it => it.nodes.map(node => it.id + ': ' + node.html.slice(0, 200) + ' ' + (node.any[0] || node.all[0] || node.none[0] || {}).message))
            """;

    private static final String VIOLATIONS = """
            window.violations = [];
            document.addEventListener('securitypolicyviolation', it => violations.push(it.violatedDirective + ' ' + it.blockedURI + ' ' + it.sample));
            """;

    private final Playwright playwright;
    private final Browser browser;

    private Browsing(Path chromium) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    /** Begins, where a browser is installed; see {@link HelperProgram#require}. */
    public static Browsing begin() {
        return new Browsing(HelperProgram.require("chromium", "chromium"));
    }

    private static String axe() {
        try (InputStream script = Browsing.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens nothing yet. */
    public Visit visit(Screen screen) {
        return new Visit(screen, true);
    }

    Visit visitWithoutScripts(Screen screen) {
        return new Visit(screen, false);
    }

    Browser browser() {
        return browser;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }

    /** One window, and all that went wrong in it. */
    public final class Visit implements AutoCloseable {

        private final Screen screen;
        private final BrowserContext context;
        private final Page page;
        private final List<String> problems = new CopyOnWriteArrayList<>();
        private String origin = "";

        private Visit(Screen screen, boolean scripts) {
            this.screen = screen;
            this.context = browser.newContext(new Browser.NewContextOptions()
                    .setViewportSize(screen.width, screen.height)
                    .setColorScheme(screen.colours)
                    .setReducedMotion(ReducedMotion.REDUCE)
                    .setJavaScriptEnabled(scripts)
                    .setDeviceScaleFactor(screen.width < 500 ? 2 : 1));
            context.setDefaultTimeout(20_000);
            if (scripts) {
                context.addInitScript(VIOLATIONS);
            }
            this.page = context.newPage();
            page.onConsoleMessage(message -> {
                if (message.type().equals("error") || message.type().equals("warning")) {
                    problems.add("console: " + message.text());
                }
            });
            page.onPageError(error -> problems.add("script: " + error));
            page.onDialog(dialog -> {
                problems.add("dialog: " + dialog.message());
                dialog.dismiss();
            });
            page.onRequest(request -> {
                if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) {
                    problems.add("request: " + request.url());
                }
            });
        }

        public Page open(String address) {
            origin = address.startsWith("file:") || address.startsWith("about:")
                    ? address.replaceAll("#.*", "")
                    : URI.create(address).resolve("/").toString();
            page.navigate(address);
            return page;
        }

        /** That nothing went wrong, nothing is beyond the screen, and nobody is kept out. */
        void assertFine(String what) {
            assertThat(page.evaluate("() => violations"))
                    .as(what + ": security policy")
                    .isEqualTo(List.of());
            assertThat(problems).as(what).isEmpty();
            assertThat(page.evaluate(
                            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .as(what + ": wider than the screen by")
                    .isEqualTo(0);
            page.evaluate(AXE);
            assertThat((List<?>) page.evaluate(LOOK))
                    .as(what + ": accessibility")
                    .isEmpty();
        }

        List<String> problems() {
            return problems;
        }

        Path screenshot(String name) {
            Path file = SCREENSHOTS.resolve(name + "-" + screen.id() + ".png");
            page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
            return file;
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
