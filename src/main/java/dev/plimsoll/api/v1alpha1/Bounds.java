package dev.plimsoll.api.v1alpha1;

/**
 * How much a resource may hold. Far more than anybody writes; without a bound the API server could not tell what the rules
 * in CEL cost at most, and would refuse the definition.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#resource-use-by-validation-functions">What
 *     rules may cost</a>
 */
final class Bounds {

    static final long ACTIONS = 3;
    static final long GLOBS = 100;
    static final long GLOB_LENGTH = 512;
    static final long TAGS = 50;
    static final long CHECK_IDS = 50;
    static final long CHECK_ID_LENGTH = 63;
    static final long LABELS = 50;
    static final long LABEL_VALUES = 100;

    /** A DNS subdomain, a slash and a name. */
    static final long LABEL_KEY_LENGTH = 317;

    static final long LABEL_VALUE_LENGTH = 63;
    static final long QUANTITY_LENGTH = 64;
    static final long TIME_LENGTH = 64;
    static final long REASON_LENGTH = 1024;
    static final long CONDITIONS = 8;
    static final long MESSAGE_LENGTH = 32768;

    private Bounds() {}
}
