package dev.plimsoll.kubernetes;

/**
 * One object of the core group, of which only the name is known. The names come from pods, and whoever makes a pod could
 * write a path to somewhere else into them: one that no object can have is not asked for.
 */
record NamedObject(Kind kind, String namespace, String name) {

    /** What is read by name. */
    enum Kind {
        SECRET("secrets", "pull secret"),
        SERVICE_ACCOUNT("serviceaccounts", "service account");

        private final String plural;
        private final String words;

        Kind(String plural, String words) {
            this.plural = plural;
            this.words = words;
        }
    }

    static NamedObject secret(String namespace, String name) {
        return new NamedObject(Kind.SECRET, namespace, name);
    }

    static NamedObject serviceAccount(String namespace, String name) {
        return new NamedObject(Kind.SERVICE_ACCOUNT, namespace, name);
    }

    /** Whether there can be such an object at all. */
    boolean canExist() {
        return LabelSyntax.isSubdomain(namespace) && LabelSyntax.isSubdomain(name);
    }

    /** Where the API server has it; of no meaning for what cannot exist. */
    String path() {
        return "api/v1/namespaces/%s/%s/%s".formatted(namespace, kind.plural, name);
    }

    /** {@code pull secret shop/regcred}. */
    @Override
    public String toString() {
        return "%s %s/%s".formatted(kind.words, namespace, name);
    }
}
