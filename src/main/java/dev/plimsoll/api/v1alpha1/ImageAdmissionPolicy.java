package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/** Which checks apply to which images, and what follows from a violation. Cluster-scoped. */
@JsonIgnoreProperties("status")
public record ImageAdmissionPolicy(
        @Nullable String apiVersion,
        @Nullable String kind,
        @Nullable ObjectMeta metadata,
        @Nullable ImageAdmissionPolicySpec spec) {

    public static final String KIND = "ImageAdmissionPolicy";
}
