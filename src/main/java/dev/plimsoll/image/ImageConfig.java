package dev.plimsoll.image;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the image's config blob says of it.
 *
 * @param platform empty if the config names no architecture or no operating system
 * @param user as written in {@code config.User}; empty if not set
 * @param environment {@code NAME=value} lines
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/config.md">OCI image config</a>
 */
public record ImageConfig(
        Optional<Platform> platform,
        String user,
        Optional<Instant> created,
        List<String> environment,
        Map<String, String> labels,
        List<HistoryEntry> history) {

    public ImageConfig {
        environment = List.copyOf(environment);
        labels = Map.copyOf(labels);
        history = List.copyOf(history);
    }
}
