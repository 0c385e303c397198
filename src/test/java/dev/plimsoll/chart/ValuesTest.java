package dev.plimsoll.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {moode: audit}                                            | moode
                    {webhook: {failurepolicy: Fail}}                          | failurepolicy
                    {mode: off}                                               | /mode
                    {mode: Audit}                                             | /mode
                    {platforms: []}                                           | /platforms
                    {platforms: [amd64]}                                      | /platforms/0
                    {config: {plimsoll.registry.alowed: [docker.io]}}         | plimsoll.registry.alowed
                    {config: {plimsoll.mode: enforce}}                        | plimsoll.mode
                    {config: {plimsoll.tls.cert-file: /a}}                    | plimsoll.tls.cert-file
                    {config: {plimsoll.registry.queue: many}}                 | plimsoll.registry.queue
                    {config: {plimsoll.registry.lookup-timeout: 5 minutes}}   | plimsoll.registry.lookup-timeout
                    {config: {plimsoll.registry.allowed: docker.io}}          | plimsoll.registry.allowed
                    {config: {plimsoll.registry.allowed: ["a,b"]}}            | plimsoll.registry.allowed/0
                    {resources: {limit: {memory: 1Gi}}}                       | limit
                    {resources: {limits: {memory: [1Gi]}}}                    | /resources/limits/memory
                    {affinity: {nodeAfinity: {}}}                             | nodeAfinity
                    {securityContext: {readonlyRootFilesystem: true}}         | readonlyRootFilesystem
                    {tolerations: [{key: a, efect: NoSchedule}]}              | efect
                    {topologySpreadConstraints: [{topologyKey: rack}]}        | missing properties
                    {networkPolicy: {egressPorts: [0]}}                       | /networkPolicy/egressPorts/0
                    {networkPolicy: {metricsFrom: [{podselector: {}}]}}       | podselector
                    {commonLabels: {app.kubernetes.io/name: mine}}            | app.kubernetes.io/name
                    {metrics: {serviceMonitor: {enable: true}}}               | enable
                    {extraObjects: [{kind: ConfigMap}]}                       | /extraObjects/0
                    {imagePullSecrets: [pull]}                                | /imagePullSecrets/0
                    {webhook: {timeoutSeconds: 0}}                            | /webhook/timeoutSeconds
                    {webhook: {timeoutSeconds: 31}}                           | /webhook/timeoutSeconds
                    {webhook: {failurePolicy: ignore}}                        | /webhook/failurePolicy
                    {webhook: {excludedNamespaces: [Shop]}}                   | /webhook/excludedNamespaces/0
                    {webhook: {namespaceSelector: {kubernetes.io/team: a}}}   | /webhook/namespaceSelector
                    {tls: {mode: self}}                                       | /tls/mode
                    {tls: {certManager: {duration: 10000h}}}                  | /tls/certManager/duration
                    {image: {digest: 0123}}                                   | /image/digest
                    {replicaCount: 0}                                         | /replicaCount
                    {fullnameOverride: 1st}                                   | /fullnameOverride
                    {registry: {hosts: {registry.corp/app: {endpoint: "https://a"}}}}          | registry.corp/app
                    {registry: {hosts: {registry.corp: {}}}}                  | /registry/hosts/registry.corp
                    {registry: {hosts: {registry.corp: {endpoint: "ftp://a"}}}}                | endpoint
                    {registry: {hosts: {registry.corp: {endpoint: "https://$'{HOME}'"}}}}      | endpoint
                    {registry: {hosts: {registry.corp: {endpoint: "https://a\\nplimsoll.mode=x"}}}} | endpoint
                    {policies: {extra: {mine: {checks: {rootUser: {}}}}}}     | validationActions
                    {policies: {extra: {mine: {validationActions: [Deny], checks: {imagesize: {}}}}}} | imagesize
                    {policies: {extra: {mine: {validationActions: [Deny], checks: {imageSize: {maximum: 1Gi}}}}}} | maximum
                    {policies: {extra: {mine: {validationActions: [Deny], checks: {imageSize: {max: 5OOMi}}}}}} | /imageSize/max
                    {policies: {extra: {mine: {validationActions: [deny], checks: {rootUser: {}}}}}}  | /validationActions/0
                    {policies: {extra: {Mine: {validationActions: [Deny], checks: {rootUser: {}}}}}}  | Mine
                    """)
    void theSchemaRefuses(String values, String told) {
        assertThatThrownBy(() -> Chart.render(values, Chart.NAMESPACE))
                .hasMessageContaining("values don't meet the specifications of the schema")
                .hasMessageContaining(told);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {tls: {mode: provided, provided: {caBundle: "-----BEGIN CERTIFICATE-----"}}} | tls.provided.secretName must name
                    {tls: {mode: provided, provided: {secretName: a}}}                   | tls.provided.caBundle must be
                    {tls: {mode: provided, provided: {secretName: a, caBundle: "  "}}}   | tls.provided.caBundle must be
                    {tls: {mode: provided, provided: {secretName: a, caBundle: "TUlJ"}}} | tls.provided.caBundle must be
                    {tls: {mode: provided, provided: {secretName: a, caBundle: "-----BEGIN CERTIFICATE-----\\n-----BEGIN EC PRIVATE KEY-----"}}} | holds a private key
                    {policies: {default: false}, cluster: {watch: false}}                | there is no policy
                    {metrics: {serviceMonitor: {enabled: true}, podMonitor: {enabled: true}}} | choose one
                    {pullSecrets: {enabled: false, namespaces: [shop]}}                  | has no effect
                    {ports: {webhook: 9000}}                                             | are the same
                    {serviceAccount: {create: false}}                                    | name an account
                    {tls: {mode: certManager, certManager: {duration: 24h, renewBefore: 24h}}} | valid for 24h only
                    {policies: {extra: {baseline: {validationActions: [Warn], checks: {rootUser: {}}}}}} | has the name of a default policy
                    {terminationGracePeriodSeconds: 14}                                  | need 15
                    {podDisruptionBudget: {minAvailable: 2}}                             | no node could ever be drained
                    """)
    void whatNoSchemaCanSayIsRefusedWithTheRemedy(String values, String told) {
        assertThatThrownBy(() -> Chart.render(values, Chart.NAMESPACE)).hasMessageContaining(told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{config: {plimsoll.registry.queue: 0}}",
                "{config: {plimsoll.registry.private-addresses: false}}",
                "{config: {plimsoll.registry.cache.max-size: 1.5Gi}}",
                "{resources: {limits: {memory: 1Gi, cpu: 2}}}",
                "{policies: {default: false}}",
                "{serviceAccount: {create: false}, rbac: {create: false}}",
                "{webhook: {timeoutSeconds: 1}}",
                "{webhook: {timeoutSeconds: 30}, terminationGracePeriodSeconds: 40}",
                "{terminationGracePeriodSeconds: 15}",
                "{tls: {mode: certManager, certManager: {duration: 9999h}}}",
                "{podDisruptionBudget: {minAvailable: 2, create: false}}",
                "{podDisruptionBudget: {minAvailable: 1}, replicaCount: 1}",
                "{global: {anything: 1}}",
                "{registry: {hosts: {'[::1]:5000': {endpoint: 'http://[::1]:5001'}}}}",
            })
    void whatIsJustInsideIsTaken(String values) {
        assertThat(Chart.with(values).only("Deployment")).isNotNull();
    }

    @Test
    void aKubernetesThatIsTooOldIsRefused() {
        assertThatThrownBy(() -> Chart.renderFor("1.29.9"))
                .hasMessageContaining("chart requires kubeVersion: >=1.30.0-0");
        assertThat(Chart.renderFor("1.30.0-rc.1")).contains("kind: Deployment");
    }

    @Test
    void kubeSystemIsNoPlaceToInstallIt() {
        assertThatThrownBy(() -> Chart.render("{}", "kube-system"))
                .hasMessageContaining("must not be installed in kube-system");
    }

    @Test
    void everyValueIsDescribed() {
        List<String> described =
                ChartValues.described().stream().map(ChartValues.Value::key).toList();
        assertThat(leaves("", ChartValues.defaults())).isNotEmpty().allSatisfy(leaf -> assertThat(described)
                .as("what describes %s", leaf)
                .anyMatch(key -> leaf.equals(key) || leaf.startsWith(key + ".")));
    }

    @Test
    void theSchemaKnowsExactlyTheValuesThatThereAre() throws IOException {
        JsonNode schema =
                new ObjectMapper().readTree(Chart.file("values.schema.json").toFile());
        List<String> known = closedProperties("", schema).toList();
        List<String> described =
                ChartValues.described().stream().map(ChartValues.Value::key).toList();
        assertThat(known).containsExactlyInAnyOrderElementsOf(with(described, "global"));
    }

    private static List<String> with(List<String> keys, String more) {
        List<String> all = new ArrayList<>(keys);
        all.add(more);
        return all;
    }

    private static Stream<String> closedProperties(String prefix, JsonNode schema) {
        return schema.path("properties").properties().stream().flatMap(property -> {
            String key = prefix + property.getKey();
            return property.getValue().has("properties")
                    ? closedProperties(key + ".", property.getValue())
                    : Stream.of(key);
        });
    }

    private static List<String> leaves(String prefix, JsonNode values) {
        return values.properties().stream()
                .flatMap(value ->
                        value.getValue().isObject() && !value.getValue().isEmpty()
                                ? leaves(prefix + value.getKey() + ".", value.getValue()).stream()
                                : Stream.of(prefix + value.getKey()))
                .toList();
    }
}
