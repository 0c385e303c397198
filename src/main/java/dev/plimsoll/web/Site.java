package dev.plimsoll.web;

import dev.plimsoll.audit.AuditResult;
import dev.plimsoll.policy.Mode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The pages, each by its address. */
final class Site {

    /**
     * A page that was made.
     *
     * @param status of HTTP
     */
    record Rendered(int status, String html) {}

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final Templates templates;

    Site(Templates templates) {
        this.templates = templates;
    }

    /**
     * Makes the page at a path such as {@code images/sha256:…}.
     *
     * @param path without the slash at its beginning
     * @param query what stands behind the path, each name once
     * @param port by which the page was asked for
     */
    Rendered page(String path, Map<String, String> query, Snapshot snapshot, int port) {
        String[] parts = path.split("/", 2);
        Links links = new Links.OfSite(parts.length == 2 ? "../" : "");
        String section = parts[0].isEmpty() ? "overview" : parts[0];
        if (section.equals("policies") && parts.length == 1) {
            return rendered(OK, PoliciesPage.of(snapshot, links), snapshot, links);
        }
        Page page = page(section, parts.length == 2 ? parts[1] : "", query, snapshot, port, links);
        boolean absent = page instanceof NoticePage notice && notice.kind().equals("absent");
        return rendered(absent ? NOT_FOUND : OK, page, snapshot, links);
    }

    private static Page page(
            String section, String name, Map<String, String> query, Snapshot snapshot, int port, Links links) {
        AuditState audit = snapshot.audit();
        if (audit instanceof AuditState.Known known) {
            return page(section, name, query, known.result(), snapshot, links);
        }
        if (audit instanceof AuditState.Waiting waiting) {
            return NoticePage.of(waiting, section, links);
        }
        if (audit instanceof AuditState.Elsewhere elsewhere) {
            return NoticePage.of(elsewhere, port, section, links);
        }
        return NoticePage.of((AuditState.Off) audit, section, links);
    }

    private static Page page(
            String section,
            String name,
            Map<String, String> query,
            AuditResult result,
            Snapshot snapshot,
            Links links) {
        if (!name.isEmpty()) {
            return section.equals("images")
                    ? or(ImagePage.of(result, name, links), section, "No image in use has this digest.", links)
                    : or(
                            NamespacePage.of(result, name, links),
                            section,
                            "No namespace of this name holds anything that is audited.",
                            links);
        }
        return switch (section) {
            case "images" ->
                ImagesPage.of(
                        result,
                        ImageQuery.of(
                                query.getOrDefault("q", ""),
                                query.getOrDefault("sort", ""),
                                query.getOrDefault("dir", "")),
                        links);
            case "namespaces" -> NamespacesPage.of(result, links);
            case "unknown" -> UnknownPage.of(result, links);
            default -> OverviewPage.of(result, snapshot.policies(), links);
        };
    }

    private static Page or(Optional<? extends Page> page, String section, String what, Links links) {
        return page.<Page>map(Function.identity()).orElseGet(() -> NoticePage.absent(section, what, links));
    }

    private Rendered rendered(int status, Page page, Snapshot snapshot, Links links) {
        Frame frame = new Frame(
                links,
                page.title(),
                page.section(),
                Frame.navigation(links, page.section()),
                asOf(snapshot),
                mode(snapshot),
                "",
                page instanceof NoticePage notice && notice.passes(),
                List.of(new Frame.Body("", page.title(), templates.render(page.template(), page))));
        return new Rendered(status, templates.render("frame", frame));
    }

    static String asOf(Snapshot snapshot) {
        return snapshot.audit() instanceof AuditState.Known known
                ? Frame.asOf(known.result().begun(), snapshot.now())
                : "";
    }

    static String mode(Snapshot snapshot) {
        Mode mode = snapshot.audit() instanceof AuditState.Known known
                ? known.result().mode()
                : snapshot.mode();
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
