package dev.plimsoll.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Margin;
import com.microsoft.playwright.options.Media;
import dev.plimsoll.inspection.ImageFacts;
import dev.plimsoll.web.Browsing.Screen;
import dev.plimsoll.web.Browsing.Visit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The table of images answers at every key, and without scripts still answers; and so does the file. */
@Timeout(120)
class ImageTableInBrowserTest {

    private static final int IMAGES = 230;

    private static Browsing browsing;
    private static PageServer server;

    @TempDir
    Path folder;

    @BeforeAll
    static void begin() {
        browsing = Browsing.begin();
        server = PageServer.start().show(SampleAudits.cluster(IMAGES));
    }

    @AfterAll
    static void end() {
        if (browsing != null) {
            browsing.close();
            server.close();
        }
    }

    private static Locator shown(Page page) {
        return page.locator("table.images tbody tr:visible");
    }

    private static List<String> column(Page page, int number) {
        return page.locator("table.images:visible tbody tr:visible > :nth-child(%d)".formatted(number))
                .allTextContents();
    }

    private static List<Long> sizes(Page page) {
        return page.locator("table.images:visible tbody tr:visible td[data-v]:nth-child(2)").all().stream()
                .map(cell -> Long.parseLong(cell.getAttribute("data-v")))
                .toList();
    }

    @Test
    void findsAtEveryKey() {
        try (Visit visit = browsing.visit(Screen.DESKTOP)) {
            Page page = visit.open(server.address() + "images");
            assertThat(shown(page).count()).isEqualTo(100);
            page.keyboard().press("/");
            page.keyboard().type("SHOP root");
            assertThat(column(page, 1)).isNotEmpty().allMatch(name -> name.contains("root"));
            assertThat(page.locator("#count").textContent()).matches("\\d+ of 230 images");
            page.keyboard().type(" nothing");
            assertThat(shown(page).count()).isZero();
            assertThat(page.locator("#none").isVisible()).isTrue();
            page.locator("#q").fill("");
            assertThat(page.locator("#count").textContent()).isEqualTo("230 images");
            assertThat(page.url()).as("nobody was asked").isEqualTo(server.address() + "images");
            visit.assertFine("after searching");
        }
    }

    @Test
    void sortsByEveryColumn() {
        try (Visit visit = browsing.visit(Screen.DESKTOP)) {
            Page page = visit.open(server.address() + "images");
            assertThat(sizes(page)).isSortedAccordingTo(Comparator.reverseOrder());
            page.locator("thead a", new Page.LocatorOptions().setHasText("Compressed"))
                    .click();
            assertThat(sizes(page)).isSorted();
            assertThat(page.locator("th[aria-sort]").getAttribute("aria-sort")).isEqualTo("ascending");
            page.locator("thead a", new Page.LocatorOptions().setHasText("Image"))
                    .click();
            assertThat(column(page, 1)).isSorted();
            assertThat(page.locator("th[aria-sort]").count()).isEqualTo(1);
            page.locator("thead a", new Page.LocatorOptions().setHasText("Findings"))
                    .click();
            assertThat(page.locator("table.images tbody tr:first-child .key").getAttribute("class"))
                    .isEqualTo("key denied");
            visit.assertFine("after sorting");
        }
    }

    @Test
    void showsMoreWhenAskedTo() {
        try (Visit visit = browsing.visit(Screen.DESKTOP)) {
            Page page = visit.open(server.address() + "images");
            page.locator("#more button").click();
            assertThat(shown(page).count()).isEqualTo(IMAGES);
            assertThat(page.locator("#more").isVisible()).isFalse();
            assertThat(page.evaluate("() => document.activeElement.closest('tr').rowIndex"))
                    .as("the focus goes on from where it was")
                    .isEqualTo(101);
        }
    }

    @Test
    void sortsAndSearchesWithoutScripts() {
        try (Visit visit = browsing.visitWithoutScripts(Screen.DESKTOP)) {
            Page page = visit.open(server.address() + "images");
            assertThat(shown(page).count()).as("all is there").isEqualTo(IMAGES);
            visit.screenshot("images-without-scripts");
            page.locator("#q").fill("till");
            page.locator("form button").click();
            assertThat(page.url()).contains("q=till");
            List<String> found = column(page, 1);
            assertThat(found).hasSizeBetween(1, IMAGES - 1);
            page.locator("thead a", new Page.LocatorOptions().setHasText("Image"))
                    .click();
            assertThat(column(page, 1)).isSorted().containsExactlyInAnyOrderElementsOf(found);
        }
    }

    @Test
    void isPrintedAsAWhole() throws IOException {
        try (Visit visit = browsing.visit(Screen.DESKTOP)) {
            Page page = visit.open(server.address() + "images");
            page.evaluate("() => dispatchEvent(new Event('beforeprint'))");
            assertThat(shown(page).count()).isEqualTo(IMAGES);
            page.evaluate("() => dispatchEvent(new Event('afterprint'))");
            assertThat(shown(page).count()).isEqualTo(100);
            for (String path : List.of("", "images")) {
                Path file = Browsing.SCREENSHOTS.resolve((path.isEmpty() ? "overview" : path) + "-print.pdf");
                page.navigate(server.address() + path);
                page.pdf(new Page.PdfOptions()
                        .setPath(file)
                        .setFormat("A4")
                        .setMargin(new Margin()
                                .setTop("15mm")
                                .setBottom("15mm")
                                .setLeft("15mm")
                                .setRight("15mm")));
                assertThat(Files.size(file)).isGreaterThan(10_000);
                page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
                visit.screenshot((path.isEmpty() ? "overview" : path) + "-print");
            }
        }
    }

    private Path written(Snapshot snapshot) throws IOException {
        return Files.writeString(
                folder.resolve("audit.html"), HtmlFile.of(((AuditState.Known) snapshot.audit()).result(), snapshot));
    }

    @Test
    void theFileHoldsEverythingAndAsksForNothing() throws IOException {
        Path file = written(SampleAudits.cluster(40));
        for (Screen screen : Screen.values()) {
            try (Visit visit = browsing.visit(screen)) {
                Page page = visit.open(file.toUri().toString());
                assertThat(page.locator("h1:visible").allTextContents())
                        .hasSize(1)
                        .first()
                        .asString()
                        .contains("denied");
                visit.assertFine("file, overview");
                visit.screenshot("file-overview");
                page.locator("nav a", new Page.LocatorOptions().setHasText("Images"))
                        .click();
                page.locator("#q").fill("billing");
                assertThat(column(page, 1)).isNotEmpty().allMatch(name -> name.contains("billing"));
                page.locator("thead button:visible", new Page.LocatorOptions().setHasText("Image"))
                        .click();
                assertThat(column(page, 1)).isSorted();
                visit.assertFine("file, images");
                visit.screenshot("file-images");
                page.locator("table.images:visible tbody a").first().click();
                assertThat(page.locator("h1:visible").allTextContents())
                        .hasSize(1)
                        .first()
                        .asString()
                        .contains("billing");
                assertThat(page.locator("nav [aria-current]").allTextContents()).containsExactly("Images");
                visit.assertFine("file, image");
                visit.screenshot("file-image");
                page.goBack();
                assertThat(page.locator("#images h1").isVisible()).isTrue();
            }
        }
    }

    @Test
    void theFileOfAnInspectionShowsEachImage() throws IOException {
        AuditState.Known cluster = (AuditState.Known) SampleAudits.cluster(40).audit();
        List<ImageFacts> images = List.of(
                cluster.result().images().get(0).facts().get(0),
                cluster.result().images().get(30).facts().get(0),
                SampleAudits.failed());
        Path file = Files.writeString(folder.resolve("inspect.html"), HtmlFile.of(images));
        for (Screen screen : Screen.values()) {
            try (Visit visit = browsing.visit(screen)) {
                Page page = visit.open(file.toUri().toString());
                assertThat(page.locator("h1:visible").allTextContents())
                        .containsExactlyElementsOf(
                                images.stream().map(ImageFacts::name).toList());
                visit.screenshot("file-inspect");
                visit.assertFine("file, inspected images");
            }
        }
    }

    @Test
    void theFileCanBeReadWithoutScripts() throws IOException {
        Path file = written(SampleAudits.cluster(IMAGES));
        try (Visit visit = browsing.visitWithoutScripts(Screen.DESKTOP)) {
            Page page = visit.open(file.toUri().toString());
            page.locator("nav a", new Page.LocatorOptions().setHasText("Images"))
                    .click();
            assertThat(page.locator("table.images:visible tbody tr:visible").count())
                    .isEqualTo(IMAGES);
            page.locator("table.images:visible tbody a").first().click();
            assertThat(page.locator("table.layers:visible").count()).isEqualTo(1);
        }
    }

    @Test
    void aHostileClusterDoesNotGetOutOfTheFile() throws IOException {
        Path file = written(SampleAudits.hostile());
        try (Visit visit = browsing.visit(Screen.PHONE)) {
            Page page = visit.open(file.toUri().toString());
            for (String name : List.of("Images", "Namespaces", "Policies", "Unknown", "Overview")) {
                page.locator("nav a", new Page.LocatorOptions().setHasText(name))
                        .click();
                visit.assertFine("hostile file, " + name);
            }
        }
    }
}
