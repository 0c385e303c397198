package dev.plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a person runs it: the packaged application, in a process of its own. */
class PackagedDemoIT {

    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final long LONGEST_SECONDS = 60;

    @TempDir
    Path folder;

    @Test
    void deniesWarnsAndAdmitsAndEnds() throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        assertThat(run(out, err, "demo", "--once")).isZero();
        assertThat(Files.readString(err)).isEmpty();
        assertThat(Files.readString(out))
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
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Path pod = Files.writeString(folder.resolve("pod.yaml"), """
                apiVersion: v1
                kind: Pod
                metadata: {name: nobody-home}
                spec:
                  containers:
                    - {name: app, image: "127.0.0.1:1/app:1"}
                """);
        assertThat(run(out, err, "check", "-f", pod.toString(), "-o", "json")).isZero();
        assertThat(Files.readString(err)).isEmpty();
        assertThat(Files.readString(out)).contains("\"kind\": \"CheckReport\"", "\"check\": \"uninspected\"");
    }

    private static int run(Path out, Path err, String... arguments) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(java, "-jar", JAR.toString());
        builder.command().addAll(List.of(arguments));
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
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
