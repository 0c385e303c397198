package dev.plimsoll.cli;

/** A line that tells a person at a terminal how far it is, and is gone when there is something to read. */
final class ProgressLine implements AutoCloseable {

    private static final String CLEAR = "\r\u001b[K";

    private final Terminal terminal;

    ProgressLine(Terminal terminal) {
        this.terminal = terminal;
    }

    void at(int done, int asked) {
        show("Looked at %d of %d images".formatted(done, asked));
    }

    void show(String text) {
        write(CLEAR + text);
    }

    @Override
    public void close() {
        write(CLEAR);
    }

    private void write(String text) {
        if (terminal.ansi().enabled()) {
            terminal.err().print(text);
            terminal.err().flush();
        }
    }
}
