package dev.plimsoll.kubernetes;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/** The kinds of resources that tools read the findings of others from. */
public enum ReportKind {
    /** @see <a href="https://github.com/openreports/reports-api">OpenReports</a> */
    OPENREPORTS("openreports.io", "v1alpha1", "Report", "reports", "ClusterReport", "clusterreports"),
    /** The retired forerunner, which more tools read. */
    WGPOLICYK8S(
            "wgpolicyk8s.io",
            "v1alpha2",
            "PolicyReport",
            "policyreports",
            "ClusterPolicyReport",
            "clusterpolicyreports");

    private final String group;
    private final String version;
    private final String kind;
    private final String plural;
    private final String clusterKind;
    private final String clusterPlural;

    ReportKind(String group, String version, String kind, String plural, String clusterKind, String clusterPlural) {
        this.group = group;
        this.version = version;
        this.kind = kind;
        this.plural = plural;
        this.clusterKind = clusterKind;
        this.clusterPlural = clusterPlural;
    }

    String apiVersion() {
        return group + "/" + version;
    }

    /** @param namespaced whether of a namespace, not of the cluster */
    String kind(boolean namespaced) {
        return namespaced ? kind : clusterKind;
    }

    /** Of all of them. */
    String path(boolean namespaced) {
        return "/apis/" + apiVersion() + "/" + plural(namespaced);
    }

    ResourceDefinitionContext context(boolean namespaced) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(kind(namespaced))
                .withPlural(plural(namespaced))
                .withNamespaced(namespaced)
                .build();
    }

    private String plural(boolean namespaced) {
        return namespaced ? plural : clusterPlural;
    }
}
