package dev.plimsoll.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.image.Platform;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodPlatformsTest {

    private static final String MIXED = "linux/amd64 linux/arm64 linux/arm/v7 windows/amd64";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "linux/amd64 | {}                                                              | linux/amd64",
                MIXED + "    | {}                                                              | " + MIXED,
                "linux/amd64 | {disktype: ssd}                                                 | linux/amd64",
                "linux/amd64 | {kubernetes.io/arch: arm64}                                     | linux/arm64",
                "linux/amd64 | {beta.kubernetes.io/arch: arm64}                                | linux/arm64",
                "linux/amd64 | {kubernetes.io/os: windows}                                     | windows/amd64",
                "linux/amd64 | {kubernetes.io/os: windows, kubernetes.io/arch: arm64}          | windows/arm64",
                MIXED + "    | {kubernetes.io/arch: arm64}                                     | linux/arm64",
                MIXED + "    | {kubernetes.io/arch: arm}                                       | linux/arm/v7",
                MIXED + "    | {kubernetes.io/os: windows}                                     | windows/amd64",
                MIXED
                        + "    | {kubernetes.io/arch: amd64}                                     | linux/amd64 windows/amd64",
                MIXED
                        + "    | {kubernetes.io/arch: s390x}                                     | linux/s390x windows/s390x",
                MIXED
                        + "    | {kubernetes.io/os: linux, beta.kubernetes.io/os: linux}         | linux/amd64 linux/arm64 linux/arm/v7",
                "linux/amd64 | {kubernetes.io/arch: arm64, beta.kubernetes.io/arch: amd64}     | linux/amd64",
                "linux/arm64 | {kubernetes.io/arch: ''}                                        | linux/arm64",
                "linux/arm64 | {kubernetes.io/arch: unknown}                                   | linux/arm64",
            })
    void aNodeSelectorChoosesAmongNodes(String cluster, String nodeSelector, String expected) {
        assertThat(platforms(cluster, "{nodeSelector: " + nodeSelector + "}")).isEqualTo(parse(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // one term
                "[{matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [arm64]}]}]       | linux/arm64",
                "[{matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [arm64, s390x]}]}] | linux/arm64 linux/s390x windows/s390x",
                "[{matchExpressions: [{key: kubernetes.io/arch, operator: NotIn, values: [amd64]}]}]    | linux/arm64 linux/arm/v7",
                "[{matchExpressions: [{key: kubernetes.io/os, operator: NotIn, values: [windows]}]}]    | linux/amd64 linux/arm64 linux/arm/v7",
                "[{matchExpressions: [{key: kubernetes.io/arch, operator: Exists}]}]                    | " + MIXED,
                "[{matchExpressions: [{key: kubernetes.io/arch, operator: Strange}]}]                   | " + MIXED,
                "[{matchExpressions: [{key: zone, operator: In, values: [a]}]}]                         | " + MIXED,
                "[{matchFields: [{key: metadata.name, operator: In, values: [node-1]}]}]                | " + MIXED,
                // expressions are ANDed
                "[{matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [amd64, arm64]}, {key: kubernetes.io/arch, operator: NotIn, values: [amd64]}]}] | linux/arm64",
                "[{matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [amd64, arm64]}, {key: beta.kubernetes.io/arch, operator: In, values: [arm64, arm]}]}] | linux/arm64",
                "[{matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [amd64]}, {key: kubernetes.io/os, operator: In, values: [linux]}]}] | linux/amd64",
                "[{matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [s390x]}, {key: kubernetes.io/os, operator: NotIn, values: [windows]}]}] | linux/s390x",
                "[{matchExpressions: [{key: kubernetes.io/os, operator: In, values: [linux, freebsd]}, {key: kubernetes.io/arch, operator: In, values: [amd64]}]}] | linux/amd64 freebsd/amd64",
                // terms are ORed
                "[{matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [arm64]}]}, {matchExpressions: [{key: kubernetes.io/os, operator: In, values: [windows]}]}] | linux/arm64 windows/amd64",
                "[{matchExpressions: [{key: kubernetes.io/arch, operator: DoesNotExist}]}, {matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [arm]}]}] | linux/arm/v7",
                "[{}, {matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [arm]}]}]     | linux/arm/v7",
                // contradictions leave the cluster's platforms
                "[]                                                                                     | " + MIXED,
                "[{}]                                                                                   | " + MIXED,
                "[{matchExpressions: [{key: kubernetes.io/arch, operator: DoesNotExist}]}]              | " + MIXED,
                "[{matchExpressions: [{key: kubernetes.io/arch, operator: Gt, values: ['1']}]}]         | " + MIXED,
                "[{matchExpressions: [{key: kubernetes.io/arch, operator: In, values: []}]}]            | " + MIXED,
                "[{matchExpressions: [{key: kubernetes.io/os, operator: NotIn, values: [linux, windows]}]}] | " + MIXED,
                "[{matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [arm64]}, {key: kubernetes.io/arch, operator: NotIn, values: [arm64]}]}] | "
                        + MIXED,
            })
    void requiredNodeAffinityChoosesAmongNodes(String terms, String expected) {
        assertThat(platforms(MIXED, affinity(terms))).isEqualTo(parse(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "os: {name: windows}                                          | windows/amd64",
                "os: {name: linux}, nodeSelector: {kubernetes.io/arch: amd64} | linux/amd64",
                "os: {name: linux}, nodeSelector: {kubernetes.io/os: windows} | " + MIXED,
                "os: {name: windows}, nodeSelector: {kubernetes.io/arch: arm64} | windows/arm64",
            })
    void theOsOfThePodChoosesToo(String spec, String expected) {
        assertThat(platforms(MIXED, "{" + spec + "}")).isEqualTo(parse(expected));
    }

    @Test
    void nodeSelectorAndAffinityMustBothHold() {
        String affinity = affinity("[{matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [amd64]}]}]");
        String spec = "{nodeSelector: {kubernetes.io/os: windows}, " + affinity.substring(1);

        assertThat(platforms(MIXED, spec)).isEqualTo(parse("windows/amd64"));
    }

    @Test
    void preferredAffinityChoosesNothing() {
        String spec =
                "{affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference:"
                        + " {matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [arm64]}]}}]}}}";

        assertThat(platforms("linux/amd64", spec)).isEqualTo(parse("linux/amd64"));
    }

    @Test
    void excludingTheClustersArchitectureDoesNotExcludeOneThatIsNamed() {
        String terms = "[{matchExpressions: [{key: kubernetes.io/arch, operator: NotIn, values: [amd64]},"
                + " {key: kubernetes.io/arch, operator: In, values: [arm64]}]}]";

        assertThat(platforms("linux/amd64", affinity(terms))).isEqualTo(parse("linux/arm64"));
    }

    @ParameterizedTest
    @CsvSource({"16, 16", "17, 1"})
    void aPodThatNamesVeryManyPlatformsIsJudgedForTheClusters(int named, int judged) {
        String values = IntStream.range(0, named).mapToObj(i -> "arch" + i).collect(Collectors.joining(", "));
        String terms = "[{matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [" + values + "]}]}]";

        assertThat(platforms("linux/amd64", affinity(terms))).hasSize(judged);
    }

    @Test
    void aMalformedTermIsReportedWithItsPath() {
        String terms = "[{matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [1]}]}]";

        assertThatThrownBy(() -> platforms("linux/amd64", affinity(terms)))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessage("affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]"
                        + ".matchExpressions[0].values[0]: must be text");
    }

    private static String affinity(String terms) {
        return "{affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: " + terms
                + "}}}}";
    }

    private static Set<Platform> platforms(String cluster, String podSpec) {
        return new PodPlatforms(parse(cluster)).of(Field.root(Yaml.object(podSpec)));
    }

    private static Set<Platform> parse(String platforms) {
        return Arrays.stream(platforms.split(" ")).map(Platform::parse).collect(Collectors.toSet());
    }
}
