package dev.plimsoll.registry;

import dev.plimsoll.image.Digest;
import dev.plimsoll.image.Platform;
import java.util.Optional;

/**
 * What one document says of another.
 *
 * @param size in bytes
 * @param platform as an index gives it; empty if it does not
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/descriptor.md">OCI descriptor</a>
 */
record Descriptor(String mediaType, Digest digest, long size, Optional<Platform> platform) {}
