package dev.plimsoll.kubernetes;

import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the cluster is looked at. */
public enum ClusterWatch {
    /** Where the process was given a service account's token. */
    AUTO,
    ON,
    OFF;

    /** Where the kubelet puts it, unless the pod or its service account says that none is wanted. */
    private static final Path TOKEN = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

    boolean isOn() {
        return this == ON || this == AUTO && Files.isReadable(TOKEN);
    }
}
