package dev.plimsoll.web;

import dev.plimsoll.audit.AuditResult;

/** What a replica can show of the audit. */
public sealed interface AuditState {

    /** A scan was made. */
    record Known(AuditResult result) implements AuditState {}

    /**
     * This replica is to scan, and has not ended its first one yet.
     *
     * @param problem why the last try failed; empty if none did
     */
    record Waiting(String problem) implements AuditState {}

    /**
     * Another replica scans, and what it found is in its memory alone.
     *
     * @param namespace of the replicas
     * @param pod empty while it is not known
     */
    record Elsewhere(String namespace, String pod) implements AuditState {}

    /**
     * Nobody scans.
     *
     * @param reason why, and what would change that
     */
    record Off(String reason) implements AuditState {}
}
