package dev.plimsoll.cli;

import dev.plimsoll.advice.BuiltImage;
import dev.plimsoll.base.MeasuredBase;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.image.Image;
import dev.plimsoll.inspection.ImageReport;
import dev.plimsoll.inspection.ImageReport.LayerLine;
import dev.plimsoll.inspection.ImageReport.Note;
import dev.plimsoll.inspection.Wording;
import dev.plimsoll.policy.MessageText;
import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/** {@link ImageReport}s for a person at a terminal. */
final class InspectText {

    /** Of layers. */
    enum Order {
        MANIFEST,
        SIZE
    }

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private static final int LONGEST_TEXT = 512;
    private static final String INDENT = "  ";
    private static final String GAP = "  ";
    /** Leaves room for a digest on a line of 80. */
    private static final int LABEL_COLUMN = 9;

    private static final int SHARE_COLUMN = 4;
    private static final int WHOSE_COLUMN = 4;

    /** On a terminal this wide the bar can be longer. */
    private static final int WIDE = 110;

    private final List<ImageReport> reports;
    private final Terminal terminal;
    private final Order order;
    private final int barColumn;

    InspectText(List<ImageReport> reports, Terminal terminal, Order order) {
        this.reports = reports;
        this.terminal = terminal;
        this.order = order;
        this.barColumn = terminal.width() < WIDE ? 10 : 20;
    }

    void print() {
        for (Iterator<ImageReport> all = reports.iterator(); all.hasNext(); ) {
            print(all.next());
            if (all.hasNext()) {
                terminal.out().println();
            }
        }
        terminal.out().flush();
    }

    private void print(ImageReport report) {
        terminal.out().println(terminal.bold(visible(report.image().written())));
        printFacts(report);
        report.built().ifPresent(built -> {
            terminal.out().println();
            printLayers(report.layers(), built.image().compressedSize());
        });
        printNotes(report);
        report.built().ifPresent(built -> {
            terminal.out().println();
            printParagraph(Wording.verdict(built), "");
        });
    }

    private void printFacts(ImageReport report) {
        report.inspection().ifPresent(it -> {
            String written = report.image().reference().toString();
            if (!written.equals(report.image().written())) {
                fact("name", written);
            }
            fact("digest", it.digest().toString());
            fact("platform", Wording.platform(report));
        });
        report.built().ifPresent(this::printFacts);
    }

    private void printFacts(BuiltImage built) {
        Image image = built.image();
        fact("size", Wording.size(built));
        fact("user", Wording.user(image.user()));
        image.config().created().ifPresent(created -> fact("created", TIME.format(created)));
        fact("base", Wording.base(built));
        built.base()
                .map(MeasuredBase::slimmer)
                .orElse(List.of())
                .forEach(variant -> fact("slimmer", Wording.slimmer(variant)));
    }

    private void fact(String label, String text) {
        Iterator<String> lines =
                Columns.wrapped(visible(text), terminal.width() - LABEL_COLUMN).iterator();
        terminal.out().println(terminal.faint(Columns.padded(label, LABEL_COLUMN)) + lines.next());
        lines.forEachRemaining(line -> terminal.out().println(" ".repeat(LABEL_COLUMN) + line));
    }

    private void printLayers(List<LayerLine> layers, DataSize total) {
        int numberColumn = Integer.toString(layers.size()).length();
        int sizeColumn = layers.stream()
                .mapToInt(line -> line.layer().size().toString().length())
                .max()
                .orElse(0);
        int left = INDENT.length() + numberColumn + sizeColumn + SHARE_COLUMN + barColumn + WHOSE_COLUMN;
        int room = terminal.width() - left - 5 * GAP.length();
        for (LayerLine line : ordered(layers)) {
            String whose = line.own() ? "own " : "base";
            String text = INDENT
                    + Columns.rightAligned(Integer.toString(line.number()), numberColumn)
                    + GAP
                    + Columns.rightAligned(line.layer().size().toString(), sizeColumn)
                    + GAP
                    + Columns.rightAligned(Wording.percent(line.layer().size(), total) + "%", SHARE_COLUMN)
                    + GAP
                    + terminal.yellow(Columns.padded(bar(line, total), barColumn))
                    + GAP
                    + (line.own() ? whose : terminal.faint(whose))
                    + GAP
                    + (line.own() ? line.instruction(room) : terminal.faint(line.instruction(room)));
            terminal.out().println(text.stripTrailing());
        }
    }

    private List<LayerLine> ordered(List<LayerLine> layers) {
        return switch (order) {
            case MANIFEST -> layers;
            case SIZE ->
                layers.stream()
                        .sorted(Comparator.comparing(
                                        (LayerLine line) -> line.layer().size())
                                .reversed())
                        .toList();
        };
    }

    private String bar(LayerLine line, DataSize total) {
        return "#".repeat((int) Math.round(barColumn * part(line.layer().size(), total)));
    }

    private static double part(DataSize size, DataSize total) {
        return total.bytes() == 0 ? 0 : (double) size.bytes() / total.bytes();
    }

    private void printNotes(ImageReport report) {
        List<Note> notes = report.notes();
        if (notes.isEmpty()) {
            return;
        }
        terminal.out().println();
        int column =
                notes.stream().mapToInt(note -> note.check().length()).max().orElse(0);
        String hanging = INDENT + " ".repeat(column) + GAP;
        for (Note note : notes) {
            int room = terminal.width() - hanging.length();
            Iterator<String> lines = Columns.wrapped(visible(Wording.problem(note, report)), room)
                    .iterator();
            String check = Columns.padded(note.check(), column);
            terminal.out().println(INDENT + terminal.yellow(check) + GAP + lines.next());
            lines.forEachRemaining(line -> terminal.out().println(hanging + line));
            if (!note.violation().remedy().isEmpty()) {
                printParagraph("-> " + note.violation().remedy(), hanging);
            }
        }
    }

    private void printParagraph(String text, String indent) {
        PrintWriter out = terminal.out();
        Columns.wrapped(visible(text), terminal.width() - indent.length()).forEach(line -> out.println(indent + line));
    }

    private static String visible(String text) {
        return MessageText.line(text, LONGEST_TEXT);
    }
}
