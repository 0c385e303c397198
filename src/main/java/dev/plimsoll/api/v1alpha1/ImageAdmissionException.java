package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/**
 * Excuses workloads of its own namespace from some checks.
 *
 * @param spec whom it excuses from what, and why
 * @param status what has become of it; never read
 */
@Group(ApiGroup.NAME)
@Version(ApiGroup.VERSION)
@ShortNames("iae")
@Categories(ApiGroup.CATEGORY)
@AdditionalPrinterColumn(name = "Checks", jsonPath = ".spec.checks", type = Type.STRING)
@AdditionalPrinterColumn(name = "Expires", jsonPath = ".spec.expiresAt", type = Type.STRING)
@AdditionalPrinterColumn(
        name = "Ready",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
        type = Type.STRING)
@AdditionalPrinterColumn(
        name = "Reason",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
        type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public record ImageAdmissionException(
        @Nullable String apiVersion,
        @Nullable String kind,
        @Nullable ObjectMeta metadata,
        @Required @Nullable ImageAdmissionExceptionSpec spec,

        @JsonProperty(access = JsonProperty.Access.READ_ONLY) @Nullable
        ResourceStatus status)
        implements Namespaced {

    public static final String KIND = "ImageAdmissionException";
}
