package dev.plimsoll.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/**
 * Which checks apply to which images, and what follows from a violation. Cluster-scoped.
 *
 * @param spec what it asks for
 * @param status what has become of it; never read
 */
@Group(ApiGroup.NAME)
@Version(ApiGroup.VERSION)
@ShortNames("iap")
@Categories(ApiGroup.CATEGORY)
@AdditionalPrinterColumn(name = "Actions", jsonPath = ".spec.validationActions", type = Type.STRING)
@AdditionalPrinterColumn(
        name = "Ready",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
        type = Type.STRING)
@AdditionalPrinterColumn(
        name = "Reason",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
        type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public record ImageAdmissionPolicy(
        @Nullable String apiVersion,
        @Nullable String kind,
        @Nullable ObjectMeta metadata,
        @Required @Nullable ImageAdmissionPolicySpec spec,

        @JsonProperty(access = JsonProperty.Access.READ_ONLY) @Nullable
        ResourceStatus status) {

    public static final String KIND = "ImageAdmissionPolicy";
}
