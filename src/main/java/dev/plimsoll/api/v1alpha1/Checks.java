package dev.plimsoll.api.v1alpha1;

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
        @Nullable Size imageSize,
        @Nullable Size layerSize,
        @Nullable Count layerCount,
        @Nullable Size podSize,
        @Nullable Growth imageGrowth,
        @Nullable Tags mutableTag,
        @Nullable Root rootUser,
        @Nullable Plain willNotStart,
        @Nullable Plain platformMismatch,
        @Nullable Advice advice) {

    /** @param max what still passes; required */
    public record Size(@Nullable Quantity max, @Nullable List<ValidationAction> validationActions) {}

    /** @param max what still passes; required, at least 1 */
    public record Count(@Nullable Integer max, @Nullable List<ValidationAction> validationActions) {}

    /**
     * Both must be exceeded.
     *
     * @param maxPercent of the image replaced; 25 if absent
     * @param minBytes growth that is never found; 50Mi if absent
     */
    public record Growth(
            @Nullable Integer maxPercent,
            @Nullable Quantity minBytes,
            @Nullable List<ValidationAction> validationActions) {}

    /**
     * @param tags globs on tags that are found; {@code [latest]} if absent
     * @param requireDigest whether a tag of any kind is found; false if absent
     */
    public record Tags(
            @Nullable List<String> tags,
            @Nullable Boolean requireDigest,
            @Nullable List<ValidationAction> validationActions) {}

    /** @param allowUserNamespaces whether root in a user namespace of the pod's own passes; true if absent */
    public record Root(
            @Nullable Boolean allowUserNamespaces, @Nullable List<ValidationAction> validationActions) {}

    /** A check without parameters. */
    public record Plain(@Nullable List<ValidationAction> validationActions) {}

    /**
     * What would make an image smaller. Its actions are {@code [Audit]} if absent, whatever the policy's are.
     *
     * @param disabled ids of advice that is not wanted
     */
    public record Advice(
            @Nullable List<ValidationAction> validationActions,
            @Nullable List<String> disabled) {}
}
