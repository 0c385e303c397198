package dev.plimsoll.registry;

/**
 * A document and how large it was.
 *
 * @param size in bytes, as it came
 */
record Sized<T>(T document, long size) {}
