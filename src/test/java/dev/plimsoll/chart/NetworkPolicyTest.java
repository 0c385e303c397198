package dev.plimsoll.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class NetworkPolicyTest {
    private static final String GIVEN = Chart.read("ci/network-policy-values.yaml");

    @Test
    void thereIsNoneUnlessItIsAskedFor() {
        assertThat(Chart.with("{}").all("NetworkPolicy")).isEmpty();
    }

    @Test
    void itIsForTheReplicasAndTheirPorts() {
        Manifests manifests = Chart.with("{networkPolicy: {enabled: true}}");
        JsonNode policy = manifests.only("NetworkPolicy").path("spec");
        JsonNode pod = manifests.only("Deployment").at("/spec/template");
        assertThat(policy.at("/podSelector/matchLabels").properties())
                .isNotEmpty()
                .isSubsetOf(pod.at("/metadata/labels").properties());
        assertThat(policy.path("ingress").findValuesAsText("port"))
                .containsExactlyElementsOf(pod.at("/spec/containers/0/ports").findValuesAsText("name"));
        assertThat(policy.path("ingress").findValues("from")).isEmpty();
        assertThat(policy.path("egress").findValuesAsText("port")).containsExactly("53", "53", "443", "6443");
    }

    @Test
    void itLetsInWhomTheValuesName() {
        JsonNode policy = Chart.with(GIVEN).only("NetworkPolicy").path("spec");
        assertThat(policy.at("/ingress/0/from/0/ipBlock/cidr").asText()).isEqualTo("10.0.0.0/28");
        assertThat(policy.at("/ingress/1/from/0/podSelector/matchLabels/app.kubernetes.io~1name")
                        .asText())
                .isEqualTo("prometheus");
    }

    @Test
    void itLetsOutToWhatTheValuesName() {
        JsonNode egress = Chart.with(GIVEN).only("NetworkPolicy").at("/spec/egress");
        assertThat(egress.findValuesAsText("port")).containsExactly("53", "53", "443", "6443", "5000", "8443");
        assertThat(egress.at("/2/to/0/ipBlock/cidr").asText()).isEqualTo("192.0.2.0/24");
    }
}
