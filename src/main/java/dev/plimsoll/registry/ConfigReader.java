package dev.plimsoll.registry;

import dev.plimsoll.image.HistoryEntry;
import dev.plimsoll.image.ImageConfig;
import dev.plimsoll.registry.StrictJson.Known;
import dev.plimsoll.registry.StrictJson.UnreadableException;
import java.util.List;
import java.util.Map;

/**
 * Reads the configs of Docker's and of OCI images.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/config.md">OCI image config</a>
 */
final class ConfigReader {

    static final int MOST_HISTORY = 5_000;
    private static final int MOST_VARIABLES = 5_000;

    private static final Known CONFIG =
            Known.of("architecture", "os", "os.version", "variant", "created", "author", "config", "history", "rootfs");
    private static final Known RUN = Known.of(
            "User", "Env", "Labels", "Entrypoint", "Cmd", "Volumes", "WorkingDir", "ExposedPorts", "StopSignal");
    private static final Known HISTORY = Known.of("created", "created_by", "author", "comment", "empty_layer");

    /** The part of a config that says how to run it. */
    private record Run(String user, List<String> environment, Map<String, String> labels) {
        static final Run UNSET = new Run("", List.of(), Map.of());
    }

    private ConfigReader() {}

    static ImageConfig read(byte[] json) throws UnreadableException {
        StrictJson config = StrictJson.parse(json, CONFIG);
        Run run = config.object("config", RUN, ConfigReader::run).orElse(Run.UNSET);
        return new ImageConfig(
                ManifestReader.platform(config),
                run.user,
                config.time("created"),
                run.environment,
                run.labels,
                config.objects("history", MOST_HISTORY, HISTORY, ConfigReader::history));
    }

    private static Run run(StrictJson json) throws UnreadableException {
        return new Run(json.text("User"), json.texts("Env", MOST_VARIABLES), json.map("Labels"));
    }

    private static HistoryEntry history(StrictJson json) throws UnreadableException {
        return new HistoryEntry(
                json.text("created_by"), json.text("comment"), json.time("created"), json.flag("empty_layer"));
    }
}
