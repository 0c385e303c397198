package dev.plimsoll.web;

import java.util.List;

/**
 * A page that has nothing to show yet, and says why.
 *
 * @param kind {@code loading}, {@code elsewhere}, {@code off}, {@code problem} or {@code absent}
 * @param command to be typed; empty if there is none
 */
record NoticePage(Links links, String section, String kind, String title, List<String> text, String command)
        implements Page {

    static NoticePage of(AuditState.Waiting waiting, String section, Links links) {
        return waiting.problem().isEmpty()
                ? new NoticePage(
                        links,
                        section,
                        "loading",
                        "The first scan is under way",
                        List.of(
                                "Everything that runs is being read, and each image is looked up once. Of a large cluster"
                                        + " that takes some minutes.",
                                "This page looks again every ten seconds."),
                        "")
                : new NoticePage(
                        links,
                        section,
                        "problem",
                        "The last scan could not be ended",
                        List.of(waiting.problem(), "It is tried again within a minute."),
                        "");
    }

    static NoticePage of(AuditState.Elsewhere elsewhere, int port, String section, Links links) {
        return elsewhere.pod().isEmpty()
                ? new NoticePage(
                        links,
                        section,
                        "elsewhere",
                        "No replica audits yet",
                        List.of("The replicas are about to choose the one that does. That takes some seconds."),
                        "")
                : new NoticePage(
                        links,
                        section,
                        "elsewhere",
                        "Another replica holds the audit",
                        List.of(
                                "One replica scans the cluster, and keeps what it found in its memory. At present that is "
                                        + elsewhere.pod() + ". Ask it instead:"),
                        "kubectl -n %s port-forward pod/%s %d:%d"
                                .formatted(elsewhere.namespace(), elsewhere.pod(), port, port));
    }

    static NoticePage of(AuditState.Off off, String section, Links links) {
        return new NoticePage(links, section, "off", "Nothing is audited", List.of(off.reason()), "");
    }

    static NoticePage absent(String section, String what, Links links) {
        return new NoticePage(
                links,
                section,
                "absent",
                "Not found",
                List.of(what + " It may have gone since this page was linked to, or never have been."),
                "");
    }

    /** Whether it is worth while to look again soon. */
    public boolean passes() {
        return kind.equals("loading") || kind.equals("elsewhere") || kind.equals("problem");
    }

    @Override
    public String template() {
        return "notice";
    }
}
