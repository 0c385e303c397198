package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an image that cannot be inspected means. It is recorded in any case. */
public enum RegistryErrorAction {
    /** It is admitted. */
    @JsonProperty("Allow")
    ALLOW,
    /** It is admitted with a warning. */
    @JsonProperty("Warn")
    WARN,
    /** It is rejected. */
    @JsonProperty("Deny")
    DENY
}
