package dev.plimsoll.cli;

import dev.plimsoll.cli.CheckReport.CheckedObject;
import dev.plimsoll.evaluation.Evaluation.Excused;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.policy.Finding;
import dev.plimsoll.policy.MessageText;
import dev.plimsoll.policy.ValidationAction;
import dev.plimsoll.policy.Verdict;
import dev.plimsoll.policy.Violation;
import dev.plimsoll.workload.Workload;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A {@link CheckReport} for a person at a terminal. */
final class TextReport {

    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_MESSAGE = 512;
    private static final int WIDEST_NAME_COLUMN = 30;
    private static final String GAP = "  ";

    private final CheckReport report;
    private final Terminal terminal;
    private final int nameColumn;
    private final int imageColumn;
    private final int sizeColumn;
    private final int markerColumn;
    private final int checkColumn;

    TextReport(CheckReport report, Terminal terminal) {
        this.report = report;
        this.terminal = terminal;
        this.nameColumn = Math.min(WIDEST_NAME_COLUMN, widest(TextReport::name));
        this.sizeColumn = widest(TextReport::size);
        this.imageColumn = Math.min(widest(TextReport::image), roomForImage());
        this.markerColumn =
                findings().mapToInt(line -> line.marker().length()).max().orElse(0);
        this.checkColumn =
                findings().mapToInt(line -> line.check().length()).max().orElse(0);
    }

    void print() {
        PrintWriter out = terminal.out();
        for (CheckedObject object : report.objects()) {
            print(object);
            out.println();
        }
        out.println(summary());
        if (!report.skipped().isEmpty()) {
            Columns.wrapped(skipped(), terminal.width()).forEach(out::println);
        }
        out.flush();
    }

    private void print(CheckedObject object) {
        terminal.out()
                .println(terminal.bold(title(object.evaluation().workload()))
                        + GAP
                        + terminal.faint(visible(object.source())));
        for (ContainerReport container : object.containers()) {
            terminal.out().println(line(container));
            linesOf(container.findings(), container.excused()).forEach(line -> print(line, GAP + GAP));
        }
        ofWholeWorkload(object).forEach(line -> print(line, GAP));
    }

    private static String title(Workload workload) {
        String name = workload.name().isEmpty() ? "(name to be generated)" : workload.name();
        return visible(
                "%s %s/%s".formatted(workload.kind(), workload.namespace().name(), name));
    }

    private String line(ContainerReport container) {
        return (GAP
                        + Columns.padded(name(container), nameColumn)
                        + GAP
                        + Columns.padded(shortened(image(container), imageColumn), imageColumn)
                        + GAP
                        + " ".repeat(sizeColumn - size(container).length())
                        + size(container)
                        + GAP
                        + user(container))
                .stripTrailing();
    }

    private void print(FindingLine line, String indent) {
        int hanging = indent.length() + markerColumn + checkColumn + 2 * GAP.length();
        List<String> text = Columns.wrapped(line.text(), terminal.width() - hanging);
        terminal.out()
                .println(indent
                        + colouredMarker(line)
                        + " ".repeat(markerColumn - line.marker().length())
                        + GAP
                        + Columns.padded(line.check(), checkColumn)
                        + GAP
                        + text.get(0));
        text.stream().skip(1).forEach(more -> terminal.out().println(" ".repeat(hanging) + more));
    }

    /** What is said of one thing found: {@code DENY  image-size  node:18 is …}. */
    private record FindingLine(String marker, String check, String text) {}

    private Stream<FindingLine> findings() {
        return report.objects().stream()
                .flatMap(object -> linesOf(
                        object.evaluation().findings(), object.evaluation().excused()));
    }

    private Stream<FindingLine> ofWholeWorkload(CheckedObject object) {
        return linesOf(
                object.evaluation().findings().stream()
                        .filter(finding -> finding.container().isEmpty())
                        .toList(),
                object.evaluation().excused().stream()
                        .filter(excused -> excused.finding().container().isEmpty())
                        .toList());
    }

    private Stream<FindingLine> linesOf(List<Finding> findings, List<Excused> excused) {
        return Stream.concat(
                findings.stream().map(this::lineOf), excused.stream().map(this::lineOf));
    }

    private FindingLine lineOf(Finding finding) {
        return new FindingLine(finding.strongestAction().name(), finding.check(), text(finding));
    }

    private FindingLine lineOf(Excused excused) {
        return new FindingLine(
                "EXCUSED",
                excused.finding().check(),
                visible("%s (exception %s: %s)"
                        .formatted(excused.finding().violation().problem(), excused.exception(), excused.reason())));
    }

    /** Where only one policy is in force, its name would only be repeated. */
    private String text(Finding finding) {
        String policy = report.policies().names().size() > 1 ? "[" + finding.policy() + "] " : "";
        Violation violation = finding.violation();
        return visible(policy + violation);
    }

    private String colouredMarker(FindingLine line) {
        if (line.marker().equals(ValidationAction.DENY.name())) {
            return terminal.red(line.marker());
        }
        return line.marker().equals(ValidationAction.WARN.name())
                ? terminal.yellow(line.marker())
                : terminal.faint(line.marker());
    }

    private String summary() {
        if (report.objects().isEmpty()) {
            return "No objects that bring images.";
        }
        String counts = Stream.of(
                        count(Verdict.DENY, "denied", terminal::red),
                        count(Verdict.WARN, "warned", terminal::yellow),
                        count(Verdict.ALLOW, "passed", terminal::green))
                .flatMap(Function.identity())
                .collect(Collectors.joining(", "));
        return "%s, %s: %s%s"
                .formatted(
                        Columns.number(report.objects().size(), "object"),
                        Columns.number(report.images(), "image"),
                        counts,
                        report.policies().builtIn() ? " by the built-in policy, which denies nothing" : "");
    }

    private Stream<String> count(Verdict verdict, String word, Function<String, String> colour) {
        long count = report.count(verdict);
        return count == 0 ? Stream.empty() : Stream.of(colour.apply(count + " " + word));
    }

    private String skipped() {
        return "Not judged, for they bring no images: "
                + report.skipped().entrySet().stream()
                        .sorted(Map.Entry.<String, Integer>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                        .map(kind -> kind.getValue() + " " + visible(kind.getKey()))
                        .collect(Collectors.joining(", "));
    }

    private int widest(Function<ContainerReport, String> column) {
        return report.objects().stream()
                .flatMap(object -> object.containers().stream())
                .mapToInt(container -> column.apply(container).length())
                .max()
                .orElse(0);
    }

    private int roomForImage() {
        return terminal.width() - nameColumn - sizeColumn - widest(TextReport::user) - 4 * GAP.length();
    }

    private static String name(ContainerReport container) {
        String kind =
                switch (container.container().kind()) {
                    case INIT -> " (init)";
                    case REGULAR -> "";
                    case EPHEMERAL -> " (ephemeral)";
                    case IMAGE_VOLUME -> " (volume)";
                };
        return visible(container.container().name() + kind);
    }

    private static String image(ContainerReport container) {
        return visible(container.container().image().written());
    }

    private static String size(ContainerReport container) {
        return container.compressedSize().map(DataSize::toString).orElse("-");
    }

    private static String user(ContainerReport container) {
        return visible(container.runsAs().orElse(""));
    }

    /** An image's name says most at its ends. */
    private static String shortened(String image, int width) {
        if (image.length() <= width) {
            return image;
        }
        int tail = Math.min(16, width / 3);
        return image.substring(0, width - tail - 3) + "..." + image.substring(image.length() - tail);
    }

    private static String visible(String text) {
        return MessageText.line(text, LONGEST_MESSAGE);
    }
}
