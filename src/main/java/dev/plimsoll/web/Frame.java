package dev.plimsoll.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What is around one page or, in a file, several.
 *
 * @param section that is marked in the navigation
 * @param nav the navigation; none for a file of a page or two
 * @param asOf when the audit was made, and how long ago that is; empty if there was none
 * @param leftOut what a file does not hold; empty if it holds everything
 * @param again whether the page is to look again by itself
 */
record Frame(
        Links links,
        String title,
        String section,
        List<Part> nav,
        String asOf,
        String mode,
        String leftOut,
        boolean again,
        List<Body> bodies) {

    /** A part of the navigation. */
    record Part(String id, String title, String href, boolean current) {}

    /**
     * A page in HTML.
     *
     * @param anchor that it is found by in a file
     */
    record Body(String anchor, String title, String html) {}

    static List<Part> navigation(Links links, String section) {
        return List.of(
                part("overview", "Overview", links.overview(), section),
                part("images", "Images", links.images(), section),
                part("namespaces", "Namespaces", links.namespaces(), section),
                part("policies", "Policies", links.policies(), section),
                part("unknown", "Unknown", links.unknown(), section));
    }

    private static Part part(String id, String title, String href, String section) {
        return new Part(id, title, href, id.equals(section));
    }

    static String asOf(Instant begun, Instant now) {
        return "%s, %s ago".formatted(Format.time(begun), Format.span(Duration.between(begun, now)));
    }

    /** Whether the pages are in a file, and one of them is to be seen at a time. */
    public boolean leafed() {
        return links.inFile() && !nav.isEmpty();
    }

    public Asset style() {
        return Asset.STYLE;
    }

    public Asset script() {
        return Asset.SCRIPT;
    }

    public Asset icon() {
        return Asset.ICON;
    }

    /** What a file may load: what is in it. */
    public String securityPolicy() {
        return "default-src 'none'; style-src %s; script-src %s; img-src data:; base-uri 'none'; form-action 'none'"
                .formatted(Asset.STYLE.source(), Asset.SCRIPT.source());
    }
}
