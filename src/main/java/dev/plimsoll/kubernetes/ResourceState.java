package dev.plimsoll.kubernetes;

/** What has become of a custom resource. */
public enum ResourceState {
    /** It is in force as it is written. */
    IN_FORCE,
    /** It cannot be used as it is written; an earlier version of it is in force. */
    OUTDATED,
    /** It cannot be used, and never could since this replica began to look. */
    UNUSABLE;

    static ResourceState of(ReadResources.Entry<?> entry) {
        if (entry.problems().isEmpty()) {
            return IN_FORCE;
        }
        return entry.value().isPresent() ? OUTDATED : UNUSABLE;
    }
}
