package dev.plimsoll.image;

/**
 * One layer of an image, as its manifest describes it.
 *
 * @param size as stored in the registry, so compressed
 */
public record Layer(Digest digest, DataSize size, String mediaType) {}
