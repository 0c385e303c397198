package dev.plimsoll.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.DocumentedSettings;
import dev.plimsoll.admission.AdmissionSettings;
import dev.plimsoll.app.PlimsollSettings;
import dev.plimsoll.certificate.CertificateMode;
import dev.plimsoll.certificate.CertificateSettings;
import dev.plimsoll.kubernetes.ClusterSettings;
import dev.plimsoll.kubernetes.ClusterWatch;
import dev.plimsoll.policy.Mode;
import dev.plimsoll.registry.RegistrySettings;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the chart tells the application is what the application asks for: a key that it does not know ends its start. */
class ApplicationSettingsTest {

    private static final int CONVERTER_PRIORITY = 200;
    private static final int OF_ENVIRONMENT = 300;
    private static final int OF_FILE = 260;

    @ParameterizedTest
    @MethodSource("dev.plimsoll.chart.Chart#triedValues")
    void everyVariableIsThatOfASetting(String values) {
        assertThat(environment(values).keySet())
                .filteredOn(name -> name.startsWith("PLIMSOLL_"))
                .isNotEmpty()
                .isSubsetOf(DocumentedSettings.all().stream()
                        .flatMap(settings -> settings.keys().stream())
                        .map(DocumentedSettings.Key::environmentVariable)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("dev.plimsoll.chart.Chart#triedValues")
    void everyValueIsUnderstood(String values) throws IOException {
        SmallRyeConfig config = config(values);
        assertThat(config.getConfigMapping(AdmissionSettings.class).excludedNamespaces())
                .contains("kube-system", "kube-node-lease", Chart.NAMESPACE);
        assertThat(config.getConfigMapping(CertificateSettings.class).mode()).isNotNull();
        assertThat(config.getConfigMapping(ClusterSettings.class).watch()).isNotEqualTo(ClusterWatch.AUTO);
        assertThat(config.getConfigMapping(PlimsollSettings.class).platforms()).isNotEmpty();
        assertThat(config.getConfigMapping(RegistrySettings.class)).isNotNull();
    }

    @Test
    void byDefaultItAuditsWatchesAndMakesItsOwnCertificate() throws IOException {
        SmallRyeConfig config = config("{}");
        assertThat(config.getConfigMapping(PlimsollSettings.class).mode()).isEqualTo(Mode.AUDIT);
        assertThat(config.getConfigMapping(ClusterSettings.class).watch()).isEqualTo(ClusterWatch.ON);
        CertificateSettings certificate = config.getConfigMapping(CertificateSettings.class);
        assertThat(certificate.mode()).isEqualTo(CertificateMode.SELF_MANAGED);
        assertThat(certificate.selfManaged().namespace()).contains(Chart.NAMESPACE);
        assertThat(certificate.selfManaged().webhookConfigurations()).containsExactly("plimsoll");
    }

    @Test
    void theOtherCertificatesAreFiles() throws IOException {
        assertThat(config(Chart.read("ci/cert-manager-values.yaml"))
                        .getConfigMapping(CertificateSettings.class)
                        .mode())
                .isEqualTo(CertificateMode.CERT_MANAGER);
        CertificateSettings provided =
                config(Chart.read("ci/provided-values.yaml")).getConfigMapping(CertificateSettings.class);
        assertThat(provided.mode()).isEqualTo(CertificateMode.PROVIDED);
        assertThat(provided.certFile()).isPresent();
        assertThat(provided.host()).contains("plimsoll.plimsoll.svc");
    }

    @Test
    void anyOtherSettingReachesItByItsKey() throws IOException {
        SmallRyeConfig config = config(Chart.read("ci/config-values.yaml"));
        RegistrySettings registry = config.getConfigMapping(RegistrySettings.class);
        assertThat(registry.allowed().orElseThrow()).containsExactlyInAnyOrder("docker.io", "*.corp");
        assertThat(registry.privateAddresses()).isFalse();
        assertThat(registry.queue()).isEqualTo(2_000_000);
        assertThat(registry.cache().tagTtl()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.getConfigMapping(AdmissionSettings.class).deadlineMargin())
                .isEqualTo(Duration.ofMillis(250));
    }

    /** Otherwise the chart would refuse, or give twice, what it does not know of. */
    @Test
    void whatTheChartGivesItselfAreSettings() {
        List<String> keys = DocumentedSettings.all().stream()
                .flatMap(settings -> settings.keys().stream())
                .map(DocumentedSettings.Key::name)
                .toList();
        assertThat(ConfigSchema.GIVEN_BY_THE_CHART).allSatisfy(given -> assertThat(keys)
                .anyMatch(key -> given.endsWith(".") ? key.startsWith(given) : key.equals(given)));
    }

    private static SmallRyeConfig config(String values) throws IOException {
        return new SmallRyeConfigBuilder()
                .withSources(new EnvConfigSource(environment(values), OF_ENVIRONMENT))
                .withSources(new PropertiesConfigSource(properties(values), "application.properties", OF_FILE))
                .withConverter(Duration.class, CONVERTER_PRIORITY, new DurationConverter())
                .withMapping(AdmissionSettings.class)
                .withMapping(CertificateSettings.class)
                .withMapping(ClusterSettings.class)
                .withMapping(PlimsollSettings.class)
                .withMapping(RegistrySettings.class)
                .build();
    }

    private static Map<String, String> environment(String values) {
        Map<String, String> environment = new TreeMap<>();
        for (JsonNode variable : Chart.with(values).only("Deployment").at("/spec/template/spec/containers/0/env")) {
            environment.put(
                    variable.path("name").asText(), variable.path("value").asText("a-pod"));
        }
        return environment;
    }

    private static Map<String, String> properties(String values) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(Chart.with(values)
                .all("ConfigMap")
                .filter(map -> map.at("/metadata/name").asText().endsWith("-config"))
                .findFirst()
                .orElseThrow()
                .at("/data/application.properties")
                .asText()));
        Map<String, String> strings = new TreeMap<>();
        properties.forEach((key, value) -> strings.put((String) key, (String) value));
        return strings;
    }
}
