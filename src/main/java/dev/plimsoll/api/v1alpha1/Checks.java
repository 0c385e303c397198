package dev.plimsoll.api.v1alpha1;

import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The checks of a policy; one that is not named is off. Each may say its own actions, in place of the policy's.
 *
 * @param imageSize compressed size of an image
 * @param layerSize compressed size of one layer
 * @param layerCount number of layers
 * @param podSize compressed size of all images of a pod, each distinct layer counted once
 * @param imageGrowth how much larger an image may be than the one that it replaces
 * @param mutableTag tags that can come to mean another image
 * @param rootUser containers that run as uid 0
 * @param willNotStart containers that the kubelet will refuse
 * @param platformMismatch images without a manifest for the nodes' platforms
 * @param advice on how the image was built, from its history
 */
public record Checks(
        @Nullable SizeLimit imageSize,
        @Nullable SizeLimit layerSize,
        @Nullable Count layerCount,
        @Nullable SizeLimit podSize,
        @Nullable Growth imageGrowth,
        @Nullable Tags mutableTag,
        @Nullable Root rootUser,
        @Nullable Plain willNotStart,
        @Nullable Plain platformMismatch,
        @Nullable Advice advice) {

    /**
     * A size that must not be exceeded.
     *
     * @param max what still passes, as a quantity such as 500Mi; at least 1
     * @param validationActions what follows from a violation of this check; what the policy says if absent
     */
    public record SizeLimit(
            @Required
            @SchemaFrom(type = IntOrString.class)
            @Min(1)
            @Size(max = Bounds.QUANTITY_LENGTH)
            @Pattern(Rules.QUANTITY)
            @Nullable
            Quantity max,

            @Size(min = 1, max = Bounds.ACTIONS)
            @ValidationRule(value = Rules.ONE_CONSEQUENCE, message = Rules.ONE_CONSEQUENCE_MESSAGE)
            @Nullable
            List<ValidationAction> validationActions) {}

    /**
     * A number that must not be exceeded.
     *
     * @param max what still passes; at least 1
     * @param validationActions what follows from a violation of this check; what the policy says if absent
     */
    public record Count(
            @Required @Min(1) @Nullable Integer max,

            @Size(min = 1, max = Bounds.ACTIONS)
            @ValidationRule(value = Rules.ONE_CONSEQUENCE, message = Rules.ONE_CONSEQUENCE_MESSAGE)
            @Nullable
            List<ValidationAction> validationActions) {}

    /**
     * Growth that must not be exceeded; both of these must be.
     *
     * @param maxPercent growth in percent of the image replaced
     * @param minBytes growth that is never found, as a quantity such as 50Mi
     * @param validationActions what follows from a violation of this check; what the policy says if absent
     */
    public record Growth(
            @Min(0) @Default("25") @Nullable Integer maxPercent,

            @SchemaFrom(type = IntOrString.class)
            @Min(0)
            @Size(max = Bounds.QUANTITY_LENGTH)
            @Pattern(Rules.QUANTITY)
            @Default("50Mi")
            @Nullable
            Quantity minBytes,

            @Size(min = 1, max = Bounds.ACTIONS)
            @ValidationRule(value = Rules.ONE_CONSEQUENCE, message = Rules.ONE_CONSEQUENCE_MESSAGE)
            @Nullable
            List<ValidationAction> validationActions) {}

    /**
     * Tags that are found.
     *
     * @param tags globs on tags; no tag and latest are always among them
     * @param requireDigest whether a tag of any kind is found
     * @param validationActions what follows from a violation of this check; what the policy says if absent
     */
    public record Tags(
            @Size(max = Bounds.TAGS) @Default("[\"latest\"]") @Nullable
            List<@Size(min = 1, max = 128) @Pattern(Rules.TAG) String> tags,

            @Default("false") @Nullable Boolean requireDigest,

            @Size(min = 1, max = Bounds.ACTIONS)
            @ValidationRule(value = Rules.ONE_CONSEQUENCE, message = Rules.ONE_CONSEQUENCE_MESSAGE)
            @Nullable
            List<ValidationAction> validationActions) {}

    /**
     * Containers that run as root are found.
     *
     * @param allowUserNamespaces whether root in a user namespace of the pod's own passes
     * @param validationActions what follows from a violation of this check; what the policy says if absent
     */
    public record Root(
            @Default("true") @Nullable Boolean allowUserNamespaces,

            @Size(min = 1, max = Bounds.ACTIONS)
            @ValidationRule(value = Rules.ONE_CONSEQUENCE, message = Rules.ONE_CONSEQUENCE_MESSAGE)
            @Nullable
            List<ValidationAction> validationActions) {}

    /**
     * A check without parameters.
     *
     * @param validationActions what follows from a violation of this check; what the policy says if absent
     */
    public record Plain(
            @Size(min = 1, max = Bounds.ACTIONS)
            @ValidationRule(value = Rules.ONE_CONSEQUENCE, message = Rules.ONE_CONSEQUENCE_MESSAGE)
            @Nullable
            List<ValidationAction> validationActions) {}

    /**
     * What would make an image smaller. Its actions are {@code [Audit]} if absent, whatever the policy's are.
     *
     * @param validationActions what follows from a violation of this check; what the policy says if absent
     * @param disabled ids of advice that is not wanted
     */
    public record Advice(
            @Size(min = 1, max = Bounds.ACTIONS)
            @ValidationRule(value = Rules.ONE_CONSEQUENCE, message = Rules.ONE_CONSEQUENCE_MESSAGE)
            @Nullable
            List<ValidationAction> validationActions,

            @Size(max = Bounds.CHECK_IDS) @Nullable
            List<@Size(min = 1, max = Bounds.CHECK_ID_LENGTH) @Pattern(Rules.CHECK_ID) String> disabled) {}
}
