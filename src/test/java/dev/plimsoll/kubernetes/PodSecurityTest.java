package dev.plimsoll.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.workload.RunAs;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodSecurityTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // pod               | container                               | user | nonRoot
                "-                   | -                                       | -    | false",
                "{}                  | {}                                      | -    | false",
                "{runAsUser: 1000}   | -                                       | 1000 | false",
                "{runAsUser: 1000}   | {}                                      | 1000 | false",
                "{runAsUser: 1000}   | {runAsUser: null}                       | 1000 | false",
                "{runAsUser: 1000}   | {runAsUser: 0}                          | 0    | false",
                "{runAsUser: 0}      | {runAsUser: 1000}                       | 1000 | false",
                "-                   | {runAsUser: 0}                          | 0    | false",
                "-                   | {runAsUser: 2147483647}                 | 2147483647 | false",
                "{runAsNonRoot: true}  | -                                     | -    | true",
                "{runAsNonRoot: true}  | {runAsNonRoot: false}                 | -    | false",
                "{runAsNonRoot: false} | {runAsNonRoot: true}                  | -    | true",
                "{runAsNonRoot: true}  | {runAsUser: 5}                        | 5    | true",
                "{runAsUser: 7}        | {runAsNonRoot: true}                  | 7    | true",
            })
    void theContainersWordGoesBeforeThePodsFieldByField(String pod, String container, Long user, boolean nonRoot) {
        RunAs runAs = runAs(pod, container, "");

        assertThat(runAs).isEqualTo(new RunAs(Optional.ofNullable(user), nonRoot, false, false, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-                                        | -                                        | -",
                "{windowsOptions: {runAsUserName: A}}     | -                                        | A",
                "{windowsOptions: {runAsUserName: A}}     | {windowsOptions: {hostProcess: true}}    | A",
                "{windowsOptions: {runAsUserName: A}}     | {windowsOptions: {runAsUserName: B}}     | B",
                "-                                        | {windowsOptions: {runAsUserName: B}}     | B",
            })
    void theWindowsUserIsFoldedLikewise(String pod, String container, String user) {
        assertThat(runAs(pod, container, "").windowsUser()).isEqualTo(Optional.ofNullable(user));
    }

    @ParameterizedTest
    @CsvSource({"'', false", "'hostUsers: true', false", "'hostUsers: null', false", "'hostUsers: false', true"})
    void onlyHostUsersFalseIsAUserNamespace(String spec, boolean userNamespace) {
        assertThat(runAs(null, null, spec).userNamespace()).isEqualTo(userNamespace);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                           | false",
                "os: {name: windows}                                          | true",
                "os: {name: linux}                                            | false",
                "nodeSelector: {kubernetes.io/os: windows}                    | true",
                "nodeSelector: {beta.kubernetes.io/os: windows}               | true",
                "nodeSelector: {kubernetes.io/os: linux}                      | false",
                "nodeSelector: {example.com/os: windows}                      | false",
                "{os: {name: linux}, nodeSelector: {kubernetes.io/os: windows}} | false",
            })
    void aPodIsForWindowsIfItSaysSo(String spec, boolean windows) {
        Field podSpec = Field.root(Yaml.object(spec.isEmpty() ? "{}" : spec));

        assertThat(PodSecurity.of(podSpec).ofPod().windows()).isEqualTo(windows);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "2147483648", "99999999999999999999"})
    void aUidOutsideInt32IsAnErrorOfThePod(String uid) {
        assertThatThrownBy(() -> runAs(null, "{runAsUser: " + uid + "}", ""))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessage("securityContext.runAsUser: must be 0 to 2147483647");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'1000'", "1.5", "1000.0", "true", "[1]", "{}"})
    void aUidIsAWholeNumber(String uid) {
        assertThatThrownBy(() -> runAs("{runAsUser: " + uid + "}", null, ""))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessage("securityContext.runAsUser: must be a whole number");
    }

    @Test
    void aSecurityContextIsAnObject() {
        assertThatThrownBy(() -> runAs("[]", null, ""))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessage("securityContext: must be an object");
    }

    private static RunAs runAs(String pod, String container, String spec) {
        Field podSpec = Field.root(Yaml.object(
                "{%s%s}".formatted(pod == null ? "" : "securityContext: " + pod + (spec.isEmpty() ? "" : ", "), spec)));
        Field context =
                Field.root(Yaml.object("{%s}".formatted(container == null ? "" : "securityContext: " + container)));
        return PodSecurity.of(podSpec).runAs(context.get("securityContext"));
    }
}
