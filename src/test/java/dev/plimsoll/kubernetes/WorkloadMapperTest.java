package dev.plimsoll.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.image.ImageName;
import dev.plimsoll.image.Platform;
import dev.plimsoll.workload.Container;
import dev.plimsoll.workload.Container.Kind;
import dev.plimsoll.workload.Namespace;
import dev.plimsoll.workload.PullIdentity;
import dev.plimsoll.workload.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadMapperTest {

    private static final Namespace SHOP = new Namespace("shop", Map.of("team", "a"));

    private final WorkloadMapper mapper = new WorkloadMapper(Set.of(Platform.LINUX_AMD64));

    @ParameterizedTest
    @CsvSource({
        "'', v1, Pod, '{spec: %s}'",
        "'', v1, PodTemplate, '{template: {spec: %s}}'",
        "'', v1, ReplicationController, '{spec: {template: {spec: %s}}}'",
        "apps, apps/v1, Deployment, '{spec: {template: {spec: %s}}}'",
        "apps, apps/v1, StatefulSet, '{spec: {template: {spec: %s}}}'",
        "apps, apps/v1beta2, DaemonSet, '{spec: {template: {spec: %s}}}'",
        "apps, apps/v1, ReplicaSet, '{spec: {template: {spec: %s}}}'",
        "batch, batch/v1, Job, '{spec: {template: {spec: %s}}}'",
        "batch, batch/v1beta1, CronJob, '{spec: {jobTemplate: {spec: {template: {spec: %s}}}}}'",
    })
    void thePodSpecIsFoundWhereverTheKindKeepsIt(String group, String version, String kind, String shape) {
        String inner = shape.formatted("{containers: [{name: web, image: 'nginx:1.27'}]}");
        String object =
                "{apiVersion: %s, kind: %s, metadata: {name: it}, %s".formatted(version, kind, inner.substring(1));

        Workload workload = read(object);

        assertThat(WorkloadMapper.isJudged(group, kind)).isTrue();
        assertThat(workload.kind()).isEqualTo(kind);
        assertThat(workload.name()).isEqualTo("it");
        assertThat(workload.namespace()).isEqualTo(SHOP);
        assertThat(images(workload)).isEqualTo("nginx:1.27");
    }

    @ParameterizedTest
    @CsvSource({
        "'', ConfigMap",
        "'', Deployment",
        "apps, Pod",
        "extensions, Deployment",
        "batch, Deployment",
        "example.com, Pod",
        "'', pod",
        "apps, ''"
    })
    void otherKindsAreNotJudged(String group, String kind) {
        assertThat(WorkloadMapper.isJudged(group, kind)).isFalse();
    }

    @Test
    void everythingThatBringsAnImageIsRead() {
        Workload workload = read(pod("""
                initContainers: [{name: setup, image: a, restartPolicy: Always}]
                containers: [{name: web, image: b}, {name: log, image: c}]
                ephemeralContainers: [{name: debug, image: d, targetContainerName: web}]
                volumes:
                  - {name: data, emptyDir: {}}
                  - {name: model, image: {reference: e, pullPolicy: Always}}
                """));

        assertThat(workload.containers())
                .extracting(Container::name, Container::kind, container -> container
                        .image()
                        .written())
                .containsExactly(
                        tuple("setup", Kind.INIT, "a"),
                        tuple("web", Kind.REGULAR, "b"),
                        tuple("log", Kind.REGULAR, "c"),
                        tuple("debug", Kind.EPHEMERAL, "d"),
                        tuple("model", Kind.IMAGE_VOLUME, "e"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "hostUsers: true; []; default",
                "serviceAccountName: web; []; web",
                "serviceAccount: web; []; web",
                "serviceAccountName: new, serviceAccount: old; []; new",
                "serviceAccountName: ''; []; default",
                "imagePullSecrets: []; []; default",
                "imagePullSecrets: [{name: b}, {name: a}]; [b, a]; default",
                "imagePullSecrets: [{}, {name: ''}, {name: a}], serviceAccountName: web; [a]; web"
            })
    void aPodSaysWithWhoseCredentialsItsImagesArePulled(String says, String secrets, String serviceAccount) {
        PullIdentity identity = read("{apiVersion: v1, kind: Pod, spec: {containers: [{name: web, image: b}], %s}}"
                        .formatted(says))
                .pullIdentity();

        assertThat(identity.secrets()).hasToString(secrets);
        assertThat(identity.serviceAccount()).isEqualTo(serviceAccount);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{name: web}", "{name: web, image: null}", "{name: web, image: ''}"})
    void anImageThatIsMissingIsAnInvalidName(String container) {
        Workload workload = read(pod("containers: [" + container + "]"));

        assertThat(workload.containers().get(0).image()).isInstanceOf(ImageName.Invalid.class);
    }

    @Test
    void anImageVolumeWithoutReferenceIsAnInvalidName() {
        Workload workload = read(pod("containers: [{name: web, image: b}]\nvolumes: [{name: model, image: {}}]"));

        assertThat(workload.containers().get(1).image()).isInstanceOf(ImageName.Invalid.class);
    }

    @Test
    void aContainerWithoutNameIsCalledByItsPlace() {
        Workload workload = read(pod("containers: [{image: b}]"));

        assertThat(workload.containers().get(0).name()).isEqualTo("spec.containers[0]");
    }

    @ParameterizedTest
    @CsvSource({
        "'{name: web}', web",
        "'{name: web-x7f, generateName: web-}', web-x7f",
        "'{generateName: web-}', web",
        "'{name: \"\", generateName: web-5c-}', web-5c",
        "'{generateName: web}', web",
        "'{}', ''",
    })
    void theNameIsTheObjectsOrTheStemOfWhatIsGenerated(String metadata, String name) {
        Workload workload =
                read("{apiVersion: v1, kind: Pod, metadata: %s, spec: {containers: [{image: a}]}}".formatted(metadata));

        assertThat(workload.name()).isEqualTo(name);
    }

    @Test
    void labelsAreThoseOfTheObjectItself() {
        Workload workload = read("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: it, labels: {app.kubernetes.io/name: outer, empty: null}}
                spec: {template: {metadata: {labels: {app: inner}}, spec: {containers: [{name: web, image: a}]}}}
                """);

        assertThat(workload.labels()).isEqualTo(Map.of("app.kubernetes.io/name", "outer", "empty", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                                                          | must be an object",
                "'text'                                                      | must be an object",
                "{apiVersion: v1, kind: Pod}                                 | spec: is missing",
                "{apiVersion: v1, kind: Pod, spec: null}                     | spec: is missing",
                "{apiVersion: v1, kind: Pod, spec: []}                       | spec: must be an object",
                "{apiVersion: v1, kind: Pod, spec: {}}                       | spec.containers: is missing",
                "{apiVersion: v1, kind: Pod, spec: {containers: []}}         | spec.containers: is missing",
                "{apiVersion: v1, kind: Pod, spec: {containers: {}}}         | spec.containers: must be a list",
                "{apiVersion: v1, kind: Pod, spec: {containers: [web]}}      | spec.containers[0]: must be an object",
                "{apiVersion: v1, kind: Pod, spec: {containers: [{image: 1.27}]}} | spec.containers[0].image: must be text",
                "{apiVersion: v1, kind: Pod, spec: {containers: [{image: a}], hostUsers: 1}} | spec.hostUsers: must be true or false",
                "{apiVersion: v1, kind: Pod, spec: {containers: [{image: a}], os: windows}} | spec.os: must be an object",
                "{apiVersion: v1, kind: Pod, spec: {containers: [{image: a}], nodeSelector: {a: 1}}} | spec.nodeSelector.a: must be text",
                "{apiVersion: v1, kind: Pod, spec: {containers: [{image: a}], volumes: [{image: x}]}} | spec.volumes[0].image: must be an object",
                "{apiVersion: v1, kind: Pod, metadata: 1, spec: {containers: [{image: a}]}} | metadata: must be an object",
                "{apiVersion: v1, kind: Pod, metadata: {name: 1}, spec: {containers: [{image: a}]}} | metadata.name: must be text",
                "{apiVersion: v1, kind: Pod, metadata: {labels: {a.b/c: 1}}, spec: {containers: [{image: a}]}} | metadata.labels[a.b/c]: must be text",
                "{apiVersion: apps/v1, kind: Deployment}                     | spec: is missing",
                "{apiVersion: apps/v1, kind: Deployment, spec: {}}           | spec.template: is missing",
                "{apiVersion: apps/v1, kind: Deployment, spec: {template: {}}} | spec.template.spec: is missing",
                "{apiVersion: batch/v1, kind: CronJob, spec: {jobTemplate: 1}} | spec.jobTemplate: must be an object",
                "{apiVersion: v1, kind: ConfigMap}                           | kind: is not a kind that has pods",
                "{apiVersion: v1}                                            | kind: is not a kind that has pods",
                "{kind: Deployment}                                          | kind: is not a kind that has pods",
                "{apiVersion: 1, kind: Pod}                                  | apiVersion: must be text",
            })
    void whatIsNotAsItsKindSaysIsReportedWithItsPath(String object, String message) {
        assertThatThrownBy(() -> read(object))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessage(message);
    }

    @Test
    void nothingIsNoObject() {
        JsonNode nothing = Yaml.object("");

        assertThatThrownBy(() -> mapper.toWorkload(nothing, Optional.empty(), SHOP))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessage("is missing");
    }

    @ParameterizedTest
    @CsvSource({"1000, true", "1001, false"})
    void aPodMayHaveAThousandContainers(int count, boolean accepted) {
        String containers = IntStream.range(0, count)
                .mapToObj(i -> "{name: c" + i + ", image: a}")
                .collect(Collectors.joining(", ", "containers: [", "]"));
        JsonNode pod = Yaml.object(pod(containers));

        if (accepted) {
            assertThat(mapper.toWorkload(pod, Optional.empty(), SHOP).containers())
                    .hasSize(count);
        } else {
            assertThatThrownBy(() -> mapper.toWorkload(pod, Optional.empty(), SHOP))
                    .hasMessage("spec.containers: holds more than 1000 items");
        }
    }

    @Test
    void anUpdateIsComparedWithWhatItReplaces() {
        JsonNode before = Yaml.object(pod("containers: [{name: a, image: x}, {name: b, image: y}]"));
        JsonNode after = Yaml.object(pod("containers: [{name: a, image: x}, {name: b, image: z}]"));

        Workload workload = mapper.toWorkload(after, Optional.of(before), SHOP);

        assertThat(workload.changedContainers()).extracting(Container::name).containsExactly("b");
    }

    @Test
    void aPodsSecurityContextThatChangesChangesItsContainers() {
        JsonNode before = Yaml.object(pod("containers: [{name: a, image: x}]\nsecurityContext: {runAsUser: 1}"));
        JsonNode after = Yaml.object(pod("containers: [{name: a, image: x}]\nsecurityContext: {runAsUser: 0}"));

        assertThat(mapper.toWorkload(after, Optional.of(before), SHOP).changedContainers())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "text",
                "{apiVersion: v1, kind: Pod}",
                "{apiVersion: v1, kind: Pod, spec: {containers: [{name: a, image: 1}]}}",
                "{apiVersion: v1, kind: PodTemplate, template: {spec: {containers: [{name: a, image: x}]}}}",
                "{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {containers: [{name: a, image: x}]}}}}",
                "{apiVersion: v1, kind: ConfigMap}"
            })
    void anOldObjectThatCannotBeComparedCountsAsNone(String old) {
        JsonNode after = Yaml.object(pod("containers: [{name: a, image: x}]"));

        Workload workload = mapper.toWorkload(after, Optional.of(Yaml.object(old)), SHOP);

        assertThat(workload.previous()).isEmpty();
        assertThat(workload.changedContainers()).hasSize(1);
    }

    @Test
    void aClusterHasAtLeastOnePlatform() {
        assertThatThrownBy(() -> new WorkloadMapper(Set.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static JsonNode outlined(JsonNode whole) {
        try {
            return WorkloadMapper.OBJECT.read(whole.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whole, and as a review is read: what is passed over says nothing. */
    private Workload read(String object) {
        JsonNode whole = Yaml.object(object);
        Workload workload = mapper.toWorkload(whole, Optional.empty(), SHOP);
        assertThat(mapper.toWorkload(outlined(whole), Optional.empty(), SHOP)).isEqualTo(workload);
        return workload;
    }

    private static String pod(String spec) {
        return "apiVersion: v1\nkind: Pod\nmetadata: {name: it}\nspec:\n" + spec.indent(2);
    }

    private static String images(Workload workload) {
        return workload.containers().stream()
                .map(container -> container.image().written())
                .collect(Collectors.joining(","));
    }
}
