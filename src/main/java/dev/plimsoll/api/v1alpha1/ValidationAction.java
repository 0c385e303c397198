package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What follows from a violation, in the words of ValidatingAdmissionPolicy. */
public enum ValidationAction {
    /** The request is rejected. */
    @JsonProperty("Deny")
    DENY,
    /** The request is admitted and whoever sent it is told. */
    @JsonProperty("Warn")
    WARN,
    /** It is recorded. */
    @JsonProperty("Audit")
    AUDIT
}
