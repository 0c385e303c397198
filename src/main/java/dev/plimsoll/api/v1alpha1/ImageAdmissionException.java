package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/** Excuses workloads of its own namespace from some checks. */
@JsonIgnoreProperties("status")
public record ImageAdmissionException(
        @Nullable String apiVersion,
        @Nullable String kind,
        @Nullable ObjectMeta metadata,
        @Nullable ImageAdmissionExceptionSpec spec) {

    public static final String KIND = "ImageAdmissionException";
}
