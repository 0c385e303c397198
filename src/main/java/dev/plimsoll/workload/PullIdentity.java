package dev.plimsoll.workload;

import java.util.List;

/**
 * Whose credentials a pod's images are pulled with.
 *
 * @param secrets the names of the pull secrets that the pod names, in its order
 * @param serviceAccount that it runs as, and whose pull secrets it is given if it names none itself
 * @see <a href="https://kubernetes.io/docs/concepts/configuration/secret/#using-imagepullsecrets">Kubernetes on
 *     imagePullSecrets</a>
 */
public record PullIdentity(List<String> secrets, String serviceAccount) {

    /** Of a pod that says nothing. */
    public static final PullIdentity DEFAULT = new PullIdentity(List.of(), "default");

    public PullIdentity {
        secrets = List.copyOf(secrets);
    }
}
