package dev.plimsoll.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The streams a command talks to.
 *
 * @param ansi whether there is a terminal that wants colour; NO_COLOR says that it does not
 * @param width columns that text is broken at
 */
record Terminal(InputStream in, PrintWriter out, PrintWriter err, Ansi ansi, int width) {

    private static final int NARROWEST = 80;
    private static final int WIDEST = 120;
    private static final int USUAL = 100;

    static Terminal ofProcess() {
        return new Terminal(
                System.in,
                new PrintWriter(System.out, true),
                new PrintWriter(System.err, true),
                Ansi.AUTO,
                width(System.getenv("COLUMNS")));
    }

    private static int width(@Nullable String columns) {
        boolean isNumber = columns != null && columns.matches("\\d{1,5}");
        int wanted = isNumber ? Integer.parseInt(columns) : ofConsole();
        return Math.max(NARROWEST, Math.min(WIDEST, wanted));
    }

    /** Shells know it and seldom export it, so the terminal itself is asked, where there is one. */
    private static int ofConsole() {
        return System.console() == null
                ? USUAL
                : CommandSpec.create()
                        .usageMessage()
                        .width(USUAL)
                        .autoWidth(true)
                        .width();
    }

    String red(String text) {
        return styled(text, Ansi.Style.bold, Ansi.Style.fg_red);
    }

    String yellow(String text) {
        return styled(text, Ansi.Style.fg_yellow);
    }

    String green(String text) {
        return styled(text, Ansi.Style.fg_green);
    }

    String bold(String text) {
        return styled(text, Ansi.Style.bold);
    }

    String faint(String text) {
        return styled(text, Ansi.Style.faint);
    }

    /** Not by picocli's markup, which would obey what an image or a file is called. */
    private String styled(String text, Ansi.Style... styles) {
        return ansi.enabled() && !text.isEmpty() ? Ansi.Style.on(styles) + text + Ansi.Style.reset.on() : text;
    }
}
