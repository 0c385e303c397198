package dev.plimsoll.image;

import java.time.Instant;
import java.util.Optional;

/**
 * One step of an image's build, as its config tells it.
 *
 * @param createdBy the instruction in the spelling of the tool that built the image; may be empty
 * @param emptyLayer whether the step made no layer; those that did match the manifest's layers in order
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/config.md">OCI image config: history</a>
 */
public record HistoryEntry(String createdBy, String comment, Optional<Instant> created, boolean emptyLayer) {}
