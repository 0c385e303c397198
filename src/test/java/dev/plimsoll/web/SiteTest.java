package dev.plimsoll.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.audit.AuditResult;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.web.Site.Rendered;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages say, and that they say nothing more. */
class SiteTest {

    private final Site site = new Site(new Templates());

    private Rendered page(String path, Snapshot snapshot) {
        return site.page(path, Map.of(), snapshot, 9000);
    }

    private static AuditResult result(Snapshot snapshot) {
        return ((AuditState.Known) snapshot.audit()).result();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "images", "namespaces", "policies", "unknown"})
    void whatStrangersWroteIsTextOnEveryPage(String path) {
        assertText(page(path, SampleAudits.hostile()));
    }

    @Test
    void andOnThoseOfAnImageAndANamespace() {
        Snapshot hostile = SampleAudits.hostile();
        Rendered image = page("images/" + result(hostile).images().get(0).digest(), hostile);
        assertText(image);
        assertThat(image.html()).as("no text is without end").doesNotContain("x".repeat(1100), "y".repeat(1100));
        Rendered namespace = page("namespaces/" + SampleAudits.HOSTILE, hostile);
        assertThat(namespace.status()).isEqualTo(200);
        assertText(namespace);
    }

    private static void assertText(Rendered page) {
        assertThat(page.html().replace("<wbr>", ""))
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39; onmouseover=&quot;alert(2)&quot;")
                .contains("{page.title}")
                .doesNotContain("<script>alert", "onmouseover=\"", "\u202E", "\u2066");
    }

    @Test
    void inAuditModeItIsToldWhatWouldBeDenied() {
        Snapshot enforced = SampleAudits.cluster(40);
        Snapshot audited = SampleAudits.snapshot(new AuditState.Known(SampleAudits.result(40, Mode.AUDIT)), Mode.AUDIT);
        String sentence = "<strong class=\"denied\">%d</strong> of 120 workloads would be denied."
                .formatted(result(enforced).totals().denied());
        assertThat(result(audited).totals().denied()).isZero();
        assertThat(page("", enforced).html()).contains(sentence).doesNotContain("The mode is <em>audit</em>");
        assertThat(page("", audited).html()).contains(sentence).contains("The mode is <em>audit</em>");
    }

    @Test
    void moreImagesThanAPageHoldsAreLeftToTheSearch() {
        Snapshot large = SampleAudits.cluster(ImagesPage.MOST_ROWS + 1);
        String smallest = result(large).images().get(ImagesPage.MOST_ROWS).reference();
        String html = page("images", large).html();
        assertThat(html).contains("Shown are the first 5,000", "data-here=\"5000\"", "5,001 images");
        assertThat(html).doesNotContain(Escaping.escaped(smallest).replaceAll("([/:@])", "$1<wbr>") + "</a>");
        String found = site.page("images", Map.of("q", smallest), large, 9000).html();
        assertThat(found).contains("1 of 5,001 images");
    }

    @Test
    void anImageWhoseLayersAreNotKeptSaysHowToSeeThem() {
        Snapshot snapshot = SampleAudits.withoutFacts(SampleAudits.cluster(3));
        String html = page("images/" + result(snapshot).images().get(0).digest(), snapshot)
                .html();
        assertThat(html).contains("Its layers are not kept", "plimsoll inspect registry.corp/");
    }

    @Test
    void policiesAreShownByReplicasThatDoNotAudit() {
        Snapshot elsewhere = SampleAudits.snapshot(new AuditState.Elsewhere("ns", "pod-1"), Mode.ENFORCE);
        assertThat(page("policies", elsewhere).html())
                .contains("at most 500 MiB", "ends soon", "expired", "an earlier version is in force", "imageSise");
        assertThat(page("images", elsewhere).html()).contains("kubectl -n ns port-forward pod/pod-1 9000:9000");
    }

    @Test
    void aFileSaysWhatItLeavesOut() {
        Snapshot large = SampleAudits.cluster(HtmlFile.MOST_IMAGE_PAGES + 1);
        String html = HtmlFile.of(result(large), large);
        assertThat(html).contains("In this file, of 1,001 images the 1,000 largest have pages of their own.");
        String smallest = result(large).images().get(HtmlFile.MOST_IMAGE_PAGES).digest();
        assertThat(html).doesNotContain(Links.Anchor.image(smallest));
        assertThat(Arrays.stream(html.split("<article")).count()).isGreaterThan(HtmlFile.MOST_IMAGE_PAGES);
        Snapshot small = SampleAudits.cluster(10);
        assertThat(HtmlFile.of(result(small), small)).doesNotContain("In this file");
    }

    /** A change of a byte that the policy does not follow would leave the file without styles and script. */
    @Test
    void theFilesPolicyNamesWhatIsInIt() {
        Snapshot small = SampleAudits.cluster(3);
        assertThat(HtmlFile.of(result(small), small))
                .contains("<style>" + Asset.STYLE.text() + "</style>", "<script>" + Asset.SCRIPT.text() + "</script>")
                .contains(Escaping.escaped(Asset.STYLE.source()), Escaping.escaped(Asset.SCRIPT.source()));
    }
}
