package dev.plimsoll.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NotesTest {
    @Test
    void byDefaultTheySayThatNothingIsDeniedAndWhatComesNext() {
        assertThat(Chart.notes("{}"))
                .contains("mode audit: it warns and records, and denies nothing")
                .contains("policy baseline")
                .contains("never for kube-system, kube-node-lease, plimsoll")
                .contains("would deny, but only warns in this mode, in namespaces labelled plimsoll.dev/enforce=true")
                .contains("certificate: made, kept in Secret plimsoll-certificate and renewed by Plimsoll itself")
                .contains("run plimsoll-try --image=nginx --dry-run=server")
                .contains("then set mode to enforce")
                .contains("pod-security.kubernetes.io/enforce=restricted")
                .contains("the right to read Secrets, for the pull secrets of pods: in all namespaces")
                .doesNotContain("One replica", "failurePolicy Fail:");
    }

    @Test
    void whatCanStopAClusterIsSaidWithTheWayOut() {
        assertThat(Chart.notes(Chart.read("ci/enforce-values.yaml")))
                .contains("mode enforce: policies may deny")
                .contains("policy enforced: denies in namespaces labelled plimsoll.dev/enforce=true")
                .contains("policy small-batch-images: your own")
                .contains("kubectl delete validatingwebhookconfiguration plimsoll");
    }

    @Test
    void whatMayBeReadOfOthersIsSaid() {
        assertThat(Chart.notes("{}")).contains("pods: in all namespaces");
        assertThat(Chart.notes(Chart.read("ci/pull-secrets-of-namespaces-values.yaml")))
                .contains("pods: in shop, payments");
        assertThat(Chart.notes(Chart.read("ci/files-only-values.yaml"))).contains("the pods have no token");
    }

    @Test
    void certManagerIsAskedFor() {
        assertThat(Chart.notes(Chart.read("ci/cert-manager-values.yaml")))
                .contains("certificate plimsoll-tls: made by cert-manager")
                .contains("neither can heal the other");
    }

    @Test
    void oneReplicaIsCalledWhatItIs() {
        assertThat(Chart.notes(Chart.read("ci/single-values.yaml")))
                .contains("One replica: while it restarts, pods are admitted unchecked");
    }

    @Test
    void aProvidedCertificateIsItsOwnersToRenew() {
        assertThat(Chart.notes(Chart.read("ci/provided-values.yaml")))
                .contains("certificate: yours, from Secret plimsoll-serving");
    }
}
