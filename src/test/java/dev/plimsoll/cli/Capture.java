package dev.plimsoll.cli;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Help.Ansi;

/** A terminal that nobody looks at. */
final class Capture {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Terminal terminal;

    private Capture(String input, Ansi ansi, int width) {
        this.terminal = new Terminal(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                ansi,
                width);
    }

    static Capture plain() {
        return withInput("");
    }

    static Capture withInput(String input) {
        return new Capture(input, Ansi.OFF, 100);
    }

    static Capture coloured() {
        return new Capture("", Ansi.ON, 100);
    }

    static Capture ofWidth(int width) {
        return new Capture("", Ansi.OFF, width);
    }

    Terminal terminal() {
        return terminal;
    }

    String out() {
        return out.toString().replace(System.lineSeparator(), "\n");
    }

    String err() {
        return err.toString().replace(System.lineSeparator(), "\n");
    }
}
