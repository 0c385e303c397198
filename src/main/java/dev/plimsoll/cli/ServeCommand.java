package dev.plimsoll.cli;

import dev.plimsoll.policy.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code plimsoll serve}: the webhook itself. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        synopsisHeading = "%nUsage: ",
        header = "Serve the admission webhook (what plimsoll does without a subcommand).",
        description = {
            "",
            "POST /validate over HTTPS on 8443; health and metrics on 9000. Everything is configured by system "
                    + "properties (-Dplimsoll.mode=audit), environment variables (PLIMSOLL_MODE) or the file "
                    + "config/application.properties in the working directory; the options here outrank them.",
        },
        optionListHeading = "%nOptions:%n")
final class ServeCommand implements Callable<Integer> {

    private final Server server;

    @Option(
            names = "--policy",
            paramLabel = "FILE|FOLDER",
            description =
                    "Policies and exceptions to judge by, followed as they change. Without any, a built-in policy "
                            + "warns. Configured as plimsoll.policies.")
    private @Nullable Path policies;

    @Option(
            names = "--mode",
            paramLabel = "audit|enforce",
            description = "audit: nothing is ever rejected, whatever policies say. Configured as plimsoll.mode.")
    private @Nullable Mode mode;

    ServeCommand(Server server) {
        this.server = server;
    }

    @Override
    public Integer call() {
        return server.serve(configuration());
    }

    private Map<String, String> configuration() {
        Map<String, String> configuration = new HashMap<>();
        if (policies != null) {
            configuration.put("plimsoll.policies", readable(policies).toString());
        }
        if (mode != null) {
            configuration.put("plimsoll.mode", mode.name().toLowerCase(Locale.ROOT));
        }
        return configuration;
    }

    private static Path readable(Path path) {
        if (!Files.isReadable(path)) {
            throw new CouldNotRunException(path + ": no such file or folder, or not readable");
        }
        return path;
    }
}
