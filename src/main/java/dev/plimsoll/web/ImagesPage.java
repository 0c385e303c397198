package dev.plimsoll.web;

import dev.plimsoll.audit.AuditResult;
import java.util.List;
import java.util.stream.Stream;

/**
 * The images of the cluster.
 *
 * @param rows those that were asked for, as many as a page holds
 * @param found how many there are of these
 * @param all how many there are at all
 * @param unknown how many could not be looked at
 */
record ImagesPage(
        Links links, ImageQuery query, List<Column> columns, List<ImageRow> rows, int found, int all, int unknown)
        implements Page {

    /** What a browser can hold without a stutter. */
    static final int MOST_ROWS = 5000;

    /** What is to be seen at once where there are scripts. */
    static final int ROWS_AT_ONCE = 100;

    /**
     * A head of the table.
     *
     * @param href what puts the table in its order; empty in a file
     * @param sorted as ARIA says it: {@code ascending}, {@code descending}, or empty
     */
    record Column(String id, String title, String href, String sorted, boolean down) {

        /** Whether there is no room for it on a phone. */
        public boolean wide() {
            return !id.equals("name") && !id.equals("size") && !id.equals("findings");
        }

        public boolean number() {
            return id.equals("size") || id.equals("layers");
        }
    }

    static ImagesPage of(AuditResult result, ImageQuery query, Links links) {
        List<ImageRow> rows = query.select(result.images(), links);
        return new ImagesPage(
                links,
                query,
                columns(query, links),
                rows.subList(0, Math.min(MOST_ROWS, rows.size())),
                rows.size(),
                result.images().size(),
                result.unknown().size());
    }

    static List<Column> columns(ImageQuery query, Links links) {
        return Stream.of(ImageOrder.values())
                .map(order -> new Column(
                        order.id(),
                        order.title(),
                        links.inFile() ? "" : query.inOrder(order),
                        order != query.order() ? "" : query.down() ? "descending" : "ascending",
                        order.descendsFirst()))
                .toList();
    }

    public String foundText() {
        return found == all
                ? Format.count(all, "image")
                : "%s of %s".formatted(Format.number(found), Format.count(all, "image"));
    }

    public String rowsText() {
        return Format.number(rows.size());
    }

    /** How many were asked for and are not on the page. */
    public int more() {
        return found - rows.size();
    }

    /** What is to be seen at once. */
    public List<ImageRow> first() {
        return rows.subList(0, Math.min(ROWS_AT_ONCE, rows.size()));
    }

    /** The others. */
    public List<ImageRow> others() {
        return rows.subList(first().size(), rows.size());
    }

    public int atOnce() {
        return ROWS_AT_ONCE;
    }

    @Override
    public String template() {
        return "images";
    }

    @Override
    public String title() {
        return "Images";
    }

    @Override
    public String section() {
        return "images";
    }
}
