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
                .contains("certificate plimsoll-tls: made by cert-manager")
                .contains("run plimsoll-try --image=nginx --dry-run=server")
                .contains("then set mode to enforce")
                .doesNotContain("policy enforced:", "One replica", "failurePolicy Fail:");
    }

    @Test
    void whatCanStopAClusterIsSaidWithTheWayOut() {
        assertThat(Chart.notes(Chart.read("ci/enforce-values.yaml")))
                .contains("mode enforce: policies may deny")
                .contains("policy enforced: denies in shop, payments")
                .contains("policy small-batch-images: your own")
                .contains("kubectl delete validatingwebhookconfiguration plimsoll");
    }

    @Test
    void enforcedNamespacesUnderAuditAreNotPassedOffAsEnforced() {
        assertThat(Chart.notes("{policies: {enforcedNamespaces: [shop]}}"))
                .contains("policy enforced: would deny, but only warns in this mode, in shop");
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
