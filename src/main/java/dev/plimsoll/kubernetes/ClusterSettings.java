package dev.plimsoll.kubernetes;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** How the cluster is looked at. */
@ConfigMapping(prefix = "plimsoll.cluster")
public interface ClusterSettings {

    /**
     * Whether policies, exceptions, the labels of namespaces and the platforms of nodes are taken from the API server, and
     * followed as they change: {@code on}, {@code off}, or {@code auto}, which is on in a pod that was given the token of
     * its service account. Policies of files hold besides; where both name one, the cluster's holds.
     */
    @WithDefault("auto")
    ClusterWatch watch();

    /** The Lease by which the replicas choose the one that writes the status of policies and exceptions. */
    @WithDefault("plimsoll-status")
    String statusLease();

    /** The namespace of that Lease; the one that the process runs in, if it is not set. */
    Optional<String> namespace();
}
