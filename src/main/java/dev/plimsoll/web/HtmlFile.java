package dev.plimsoll.web;

import dev.plimsoll.audit.AuditResult;
import dev.plimsoll.audit.AuditedImage;
import dev.plimsoll.inspection.ImageFacts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The pages as one file that needs nothing else: styles and the script are in it, and a policy that lets it load and run those
 * alone.
 */
public final class HtmlFile {

    /** Of the images in use, the largest. Each takes some 5 KiB of the file. */
    public static final int MOST_IMAGE_PAGES = 1000;

    /** Those that pull most. */
    public static final int MOST_NAMESPACE_PAGES = 500;

    private HtmlFile() {}

    /** All that is known of a cluster. */
    public static String of(AuditResult result, Snapshot snapshot) {
        Templates templates = new Templates();
        List<AuditedImage> described =
                result.images().stream().limit(MOST_IMAGE_PAGES).toList();
        Set<String> digests = described.stream().map(AuditedImage::digest).collect(Collectors.toSet());
        Links everywhere = new Links.OfFile(digests, result.savingsByNamespace().keySet());
        Set<String> namespaces = WeightRow.of(result.savingsByNamespace(), everywhere).stream()
                .limit(MOST_NAMESPACE_PAGES)
                .map(WeightRow::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Links links = new Links.OfFile(digests, namespaces);
        List<Frame.Body> bodies = new ArrayList<>();
        add(bodies, "images", ImagesPage.of(result, ImageQuery.ALL, links), templates);
        add(bodies, "namespaces", NamespacesPage.of(result, links), templates);
        add(bodies, "policies", PoliciesPage.of(snapshot, links), templates);
        add(bodies, "unknown", UnknownPage.of(result, links), templates);
        for (String namespace : namespaces) {
            NamespacePage.of(result, namespace, links)
                    .ifPresent(page -> add(bodies, Links.Anchor.namespace(namespace), page, templates));
        }
        for (AuditedImage image : described) {
            add(bodies, Links.Anchor.image(image.digest()), ImagePage.of(result, image, links), templates);
        }
        add(bodies, "overview", OverviewPage.of(result, snapshot.policies(), links), templates);
        return templates.render(
                "frame",
                new Frame(
                        links,
                        "Audit",
                        "",
                        Frame.navigation(links, ""),
                        Site.asOf(snapshot),
                        Site.mode(snapshot),
                        leftOut(result, namespaces.size()),
                        false,
                        bodies));
    }

    private static String leftOut(AuditResult result, int namespaces) {
        List<String> parts = new ArrayList<>();
        if (result.images().size() > MOST_IMAGE_PAGES) {
            parts.add("of %s the %s largest have pages of their own"
                    .formatted(Format.count(result.images().size(), "image"), Format.number(MOST_IMAGE_PAGES)));
        }
        if (result.savingsByNamespace().size() > namespaces) {
            parts.add("of %s the %s heaviest"
                    .formatted(
                            Format.count(result.savingsByNamespace().size(), "namespace"), Format.number(namespaces)));
        }
        return parts.isEmpty() ? "" : "In this file, " + String.join(", and ", parts) + ".";
    }

    /** Images that were looked at by themselves. */
    public static String of(List<ImageFacts> images) {
        Templates templates = new Templates();
        Links links = new Links.OfFile(Set.of(), Set.of());
        List<Frame.Body> bodies = new ArrayList<>();
        for (ImageFacts image : images) {
            add(bodies, "image-" + (bodies.size() + 1), ImagePage.of(image, links), templates);
        }
        String title = images.size() == 1 ? images.get(0).name() : Format.count(images.size(), "image");
        return templates.render("frame", new Frame(links, title, "", List.of(), "", "", "", false, bodies));
    }

    private static void add(List<Frame.Body> bodies, String anchor, Page page, Templates templates) {
        bodies.add(new Frame.Body(anchor, page.title(), templates.render(page.template(), page)));
    }
}
