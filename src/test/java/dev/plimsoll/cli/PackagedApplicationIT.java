package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a person runs them: the packaged application, in a process of its own. */
class PackagedApplicationIT {

    private static final Path JAR =
            Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath();
    private static final long LONGEST_SECONDS = 60;

    @TempDir
    Path folder;

    @Test
    void showsDenialsWarningsAndAdmissionsAndEnds() throws Exception {
        assertThat(run("demo", "--once")).isZero();
        assertThat(err()).isEmpty();
        assertThat(out())
                .as("denied: too large, with its size, the budget and a remedy")
                .contains("Error from server (Forbidden): error when creating \"web.yaml\": "
                        + "admission webhook \"validate.plimsoll.dev\" denied the request:")
                .contains("node:latest is 353 MiB compressed, over 200 MiB; use a slimmer base or a multi-stage build")
                .as("warned: root")
                .containsPattern("Warning: .*web: runs as root.*\ndeployment.apps/web created")
                .as("admitted without a word")
                .contains("$ kubectl apply -f api.yaml\ndeployment.apps/api created\n")
                .as("a template, judged as its pod")
                .contains("error when creating \"report.yaml\"", "report: python:3.9 is 324 MiB compressed")
                .as("a registry that is down")
                .containsPattern("Warning: .*could not look at registry.partner.example/feeds/importer:2.1.*\n"
                        + "pod/importer created")
                .as("unchanged, though too large")
                .contains("$ kubectl apply -f checkout.yaml\ndeployment.apps/checkout configured\n");
    }

    @Test
    void checksWithoutAServer() throws Exception {
        writePod();
        assertThat(run("check", "-f", "pod.yaml", "-o", "json")).isZero();
        assertThat(err()).isEmpty();
        assertThat(out()).contains("\"kind\": \"CheckReport\"", "\"check\": \"uninspected\"");
    }

    @Test
    void checksByTheConfigurationOfTheWorkingDirectory() throws Exception {
        writePod();
        Files.createDirectory(folder.resolve("config"));
        Files.writeString(folder.resolve("config/application.properties"), "plimsoll.policies=strict.yaml");
        Files.writeString(folder.resolve("strict.yaml"), """
                apiVersion: plimsoll.dev/v1alpha1
                kind: ImageAdmissionPolicy
                metadata: {name: strict}
                spec:
                  validationActions: [Deny]
                  checks:
                    mutableTag: {requireDigest: true}
                """);
        assertThat(run("check", "-f", "pod.yaml")).isEqualTo(1);
        assertThat(err()).isEmpty();
        assertThat(out()).contains("DENY  mutable-tag", "1 object, 1 image: 1 denied");
    }

    private void writePod() throws IOException {
        Files.writeString(folder.resolve("pod.yaml"), """
                apiVersion: v1
                kind: Pod
                metadata: {name: nobody-home}
                spec:
                  containers:
                    - {name: app, image: "127.0.0.1:1/app:1"}
                """);
    }

    private String out() throws IOException {
        return Files.readString(folder.resolve("out"));
    }

    private String err() throws IOException {
        return Files.readString(folder.resolve("err"));
    }

    private int run(String... arguments) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(java, "-jar", JAR.toString());
        builder.command().addAll(List.of(arguments));
        Process process = builder.directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
        try {
            assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS))
                    .as("ends within %d s", LONGEST_SECONDS)
                    .isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
