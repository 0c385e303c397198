package dev.plimsoll.cli;

import dev.plimsoll.cli.demo.Act;
import dev.plimsoll.cli.demo.SampleRegistry;
import dev.plimsoll.cli.demo.ThrowAwayCertificate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code plimsoll demo}: the webhook at work, without a cluster or the internet. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        synopsisHeading = "%nUsage: ",
        header = "Show the webhook at work, without a cluster or the internet.",
        description = {
            "",
            "Starts a small sample registry and the webhook on loopback, with a certificate that is thrown away "
                    + "afterwards, sends some workloads to it as an API server would, and prints for each what "
                    + "kubectl apply would show. Then it goes on serving, for you to try it with curl.",
        },
        optionListHeading = "%nOptions:%n")
final class DemoCommand implements Callable<Integer> {

    private final Server server;
    private final Terminal terminal;

    @Option(names = "--once", description = "End after the workloads instead of going on serving.")
    private boolean once;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Where the webhook serves HTTPS, on loopback. Default: any free port.")
    private int port;

    DemoCommand(Server server, Terminal terminal) {
        this.server = server;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        DemoShow show = new DemoShow(terminal);
        show.open();
        try (SampleRegistry registry = SampleRegistry.start();
                DemoServer webhook = DemoServer.start(server, port, ThrowAwayCertificate.issue(), registry.address())) {
            show.play(Act.all(), webhook);
            if (once) {
                return ExitStatus.OK;
            }
            show.invite(Act.all().get(0), webhook);
            return webhook.awaitEnd();
        }
    }
}
