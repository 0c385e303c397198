package dev.plimsoll.audit;

/**
 * An image of which nothing is known.
 *
 * @param reference normalised
 * @param reason as in messages and metrics: {@code rate-limited}
 * @param message for people
 * @param owner one of those that bring it
 * @param owners how many there are
 */
public record UnknownImage(String reference, String reason, String message, Owner owner, int owners) {}
