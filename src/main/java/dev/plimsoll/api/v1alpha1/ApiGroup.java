package dev.plimsoll.api.v1alpha1;

/** What the custom resources' {@code apiVersion} says. */
public final class ApiGroup {

    public static final String NAME = "plimsoll.dev";
    public static final String VERSION = "v1alpha1";
    public static final String API_VERSION = NAME + "/" + VERSION;

    /** {@code kubectl get plimsoll} lists all of them. */
    static final String CATEGORY = "plimsoll";

    private ApiGroup() {}
}
