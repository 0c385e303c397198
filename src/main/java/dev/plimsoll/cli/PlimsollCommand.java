package dev.plimsoll.cli;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The command {@code plimsoll}, and the door to its subcommands. */
@Command(
        name = "plimsoll",
        versionProvider = BuildVersion.class,
        mixinStandardHelpOptions = true,
        synopsisHeading = "%nUsage: ",
        header = "Judges container images by size, tag and user before Kubernetes runs them.",
        description = {
            "",
            "Without a subcommand it serves: a validating admission webhook over HTTPS.",
        },
        synopsisSubcommandLabel = "[serve|check|inspect|audit|webhook|demo]",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExit status:%n",
        footer = {
            "  0  done; with check and audit: nothing was denied; with webhook test: it answered",
            "  1  check, audit: something was denied (with --fail-on warn: or warned about);",
            "     inspect: an image could not be looked at; webhook test: no answer",
            "  2  could not run: bad usage, an unreadable file, an invalid policy",
            "",
            "Try it without a cluster:            plimsoll demo",
            "Judge manifests before they ship:    plimsoll check -f deploy.yaml",
            "See what makes an image large:       plimsoll inspect node:18",
            "Judge what already runs:             plimsoll audit",
            "Help on a command:                   plimsoll check --help",
        })
public final class PlimsollCommand implements Callable<Integer> {

    private static final int HELP_WIDTH = 100;

    /** About a second passes until API servers have heard of a change of registrations. */
    private static final Duration SETTLING_TIME = Duration.ofSeconds(2);

    private final Server server;

    private PlimsollCommand(Server server) {
        this.server = server;
    }

    /**
     * Does what the arguments say, on the process' own streams.
     *
     * @param server started by {@code serve} and {@code demo}; the other commands do without
     * @return the process' exit status: 0 done, 1 something was denied or could not be looked at, 2 could not run
     */
    public static int run(String[] args, Server server) {
        return commandLine(server, Terminal.ofProcess()).execute(args);
    }

    static CommandLine commandLine(Server server, Terminal terminal) {
        CommandLine commandLine = new CommandLine(new PlimsollCommand(server))
                .addSubcommand(new ServeCommand(server))
                .addSubcommand(new CheckCommand(terminal))
                .addSubcommand(new InspectCommand(terminal))
                .addSubcommand(new AuditCommand(terminal))
                .addSubcommand(new WebhookCommand(terminal, SETTLING_TIME))
                .addSubcommand(new DemoCommand(server, terminal));
        return commandLine
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.ansi()))
                .setUsageHelpWidth(HELP_WIDTH)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(PlimsollCommand::explain);
    }

    @Override
    public Integer call() {
        return server.serve(Map.of());
    }

    /** What the user can mend is told in a line each; anything else is a defect, and its trace is wanted. */
    static int explain(Exception failure, CommandLine command, ParseResult arguments) {
        if (failure instanceof CouldNotRunException known) {
            known.problems().forEach(problem -> command.getErr().println("plimsoll: " + problem));
        } else {
            failure.printStackTrace(command.getErr());
        }
        command.getErr().flush();
        return ExitStatus.COULD_NOT_RUN;
    }
}
