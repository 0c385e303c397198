package dev.plimsoll.policy;

/** What a review comes to. */
public enum Verdict {
    ALLOW,
    WARN,
    DENY
}
