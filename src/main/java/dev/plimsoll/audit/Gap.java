package dev.plimsoll.audit;

/**
 * Something that was not looked at.
 *
 * @param namespace empty for all
 * @param what the resource in the plural, or an object
 */
public record Gap(String namespace, String what, String reason) {}
