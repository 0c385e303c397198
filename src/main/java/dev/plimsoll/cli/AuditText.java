package dev.plimsoll.cli;

import dev.plimsoll.audit.AuditResult;
import dev.plimsoll.audit.AuditedFinding;
import dev.plimsoll.audit.PolicyFindings;
import dev.plimsoll.audit.Savings;
import dev.plimsoll.image.DataSize;
import dev.plimsoll.policy.MessageText;
import dev.plimsoll.policy.ValidationAction;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** An {@link AuditResult} for people. */
final class AuditText {

    private static final int MOST_NAMESPACES = 20;
    private static final int MOST_UNKNOWN = 50;
    private static final int MOST_SECRETS = 10;
    private static final int MOST_BASES = 20;
    private static final int LONGEST = 1000;

    private final AuditResult result;
    private final boolean builtIn;
    private final AuditRun.Unread unread;
    private final Terminal terminal;
    private final PrintWriter out;

    AuditText(AuditRun.Judged judged, Terminal terminal) {
        this.result = judged.result();
        this.builtIn = judged.builtIn();
        this.unread = judged.unread();
        this.terminal = terminal;
        this.out = terminal.out();
    }

    void print() {
        result.findings().forEach(this::print);
        printUnknown();
        printGaps();
        printUnreadSecrets();
        printSavings();
        out.println(summary());
        if (builtIn) {
            out.println("The cluster has no policies; judged by the built-in one, which denies nothing.");
        }
    }

    private void print(PolicyFindings found) {
        out.println(terminal.bold(line("%s  policy %s".formatted(found.namespace(), found.policy()))));
        String owner = "";
        for (AuditedFinding finding : found.findings()) {
            String now = line(finding.owner().kind() + " " + finding.owner().name());
            if (!now.equals(owner)) {
                out.println("  " + now);
                owner = now;
            }
            print(finding);
        }
        if (found.omitted() > 0) {
            out.println("  and %,d more; --policy and -n narrow it down".formatted(found.omitted()));
        }
        out.println();
    }

    private void print(AuditedFinding audited) {
        String container =
                audited.finding().container().map(name -> name + ": ").orElse("");
        String excuse = audited.excuse()
                .map(it -> " (%s: %s)".formatted(it.exception(), it.reason()))
                .orElse("");
        out.println("    " + marker(audited) + "  " + audited.finding().check() + "  "
                + line(container + audited.finding().violation() + excuse));
    }

    private String marker(AuditedFinding audited) {
        if (audited.excuse().isPresent()) {
            return terminal.faint("EXCUSED");
        }
        ValidationAction action = audited.finding().strongestAction();
        return switch (action) {
            case DENY -> terminal.red("DENY");
            case WARN -> terminal.yellow("WARN");
            case AUDIT -> terminal.faint("AUDIT");
        };
    }

    private void printUnknown() {
        if (result.unknown().isEmpty()) {
            return;
        }
        out.println(terminal.bold("Unknown images"));
        result.unknown().stream()
                .limit(MOST_UNKNOWN)
                .forEach(image -> out.println(line("  %s  %s: %s  (%s%s)"
                        .formatted(
                                image.reference(),
                                image.reason(),
                                image.message(),
                                image.owner(),
                                image.owners() > 1 ? ", and %d more".formatted(image.owners() - 1) : ""))));
        printMore(result.unknown().size() - MOST_UNKNOWN);
        out.println();
    }

    private void printGaps() {
        if (result.gaps().isEmpty()) {
            return;
        }
        out.println(terminal.bold("Not looked at"));
        result.gaps().stream()
                .limit(MOST_UNKNOWN)
                .forEach(gap -> out.println(line("  %s  %s: %s"
                        .formatted(
                                gap.namespace().isEmpty() ? "(all namespaces)" : gap.namespace(),
                                gap.what(),
                                gap.reason()))));
        printMore(result.gaps().size() - MOST_UNKNOWN);
        out.println();
    }

    private void printUnreadSecrets() {
        if (unread.pullSecrets().isEmpty()) {
            return;
        }
        out.println(terminal.bold("Pull secrets not read; images were looked at without them"));
        unread.pullSecrets().stream().limit(MOST_SECRETS).forEach(it -> out.println(line("  " + it)));
        printMore(unread.pullSecrets().size() - MOST_SECRETS);
        out.println();
    }

    private void printMore(int more) {
        if (more > 0) {
            out.println("  and %,d more".formatted(more));
        }
    }

    private void printSavings() {
        Savings all = result.savings();
        out.println(terminal.bold("What the images weigh, compressed"));
        printRow("", "images", "pulled", "shared", "as root", "mutable tags");
        printRow("(cluster)", all);
        List<Map.Entry<String, Savings>> heaviest = result.savingsByNamespace().entrySet().stream()
                .sorted(Map.Entry.<String, Savings>comparingByValue(Comparator.comparing(Savings::pullBytes))
                        .reversed())
                .toList();
        heaviest.stream().limit(MOST_NAMESPACES).forEach(it -> printRow(it.getKey(), it.getValue()));
        printMore(heaviest.size() - MOST_NAMESPACES);
        out.println();
        if (!all.largest().isEmpty()) {
            out.println(terminal.bold("Largest images"));
            all.largest().forEach(image -> out.println(line("  %10s  %s".formatted(image.size(), image.reference()))));
            out.println();
        }
        printBases(all);
    }

    private void printBases(Savings all) {
        if (all.bases().isEmpty() && unread.bases() == 0) {
            return;
        }
        out.println(terminal.bold("Bases"));
        all.bases().stream().limit(MOST_BASES).forEach(base -> out.println(line("  %s".formatted(inWords(base)))));
        printMore(all.bases().size() - MOST_BASES);
        if (!all.slimmerSaves().equals(DataSize.ZERO)) {
            out.println("  altogether %s less to pull with the slimmer ones".formatted(all.slimmerSaves()));
        }
        if (unread.bases() > 0) {
            out.println("  of %,d images not measured; --base-requests asks for more".formatted(unread.bases()));
        }
        out.println();
    }

    private static String inWords(Savings.Base base) {
        return base.slimmer().isEmpty()
                ? "%s: %d images".formatted(base.reference(), base.images())
                : "%s: %d images; %s would save %s"
                        .formatted(base.reference(), base.images(), base.slimmer(), base.saves());
    }

    private void printRow(String name, Savings savings) {
        printRow(
                name,
                "%,d".formatted(savings.images()),
                savings.pullBytes().toString(),
                savings.sharedBytes().toString(),
                "%,d".formatted(savings.rootImages()),
                "%,d".formatted(savings.mutableTags()));
    }

    private void printRow(String name, String images, String pulled, String shared, String root, String mutable) {
        out.println(line("  %-30s %8s %10s %10s %8s %13s".formatted(name, images, pulled, shared, root, mutable)));
    }

    private String summary() {
        AuditResult.Totals totals = result.totals();
        return "%,d workloads with %,d pods, %,d images: %s, %s, %s"
                        .formatted(
                                totals.owners(),
                                totals.pods(),
                                result.savings().images(),
                                counted(totals.denied(), "would be denied", true),
                                counted(totals.warned(), "warned", false),
                                "%,d passed".formatted(totals.passed()))
                + (result.unknown().isEmpty()
                        ? ""
                        : ", %,d images unknown".formatted(result.unknown().size()));
    }

    private String counted(int count, String what, boolean bad) {
        String text = "%,d %s".formatted(count, what);
        if (count == 0) {
            return text;
        }
        return bad ? terminal.red(text) : terminal.yellow(text);
    }

    /** What the names of a cluster hold must not steer a terminal. */
    private static String line(String text) {
        return MessageText.line(text, LONGEST);
    }
}
