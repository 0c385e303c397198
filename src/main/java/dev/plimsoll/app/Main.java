package dev.plimsoll.app;

import dev.plimsoll.cli.PlimsollCommand;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The process: a command, of which {@code serve} starts the server. */
@QuarkusMain
public final class Main {

    Main() {}

    public static void main(String... args) {
        System.exit(PlimsollCommand.run(args, new QuarkusServer()));
    }
}
