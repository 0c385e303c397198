package dev.plimsoll.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.tools.jib.image.json.BuildableManifestTemplate.ContentDescriptorTemplate;
import dev.plimsoll.HelperProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs an image as Kubernetes would under the restricted Pod Security Standard: the layers as a root filesystem that is
 * read-only, a fresh /tmp, and the user, environment, working directory and entry point that the image names.
 */
final class Sandbox {

    private static final long LONGEST_SECONDS = 120;

    /** Mounts are private to the process and gone with it. */
    private static final String SCRIPT = """
            set -e
            root=$1 uid=$2 gid=$3 folder=$4
            shift 4
            mount --bind "$root" "$root"
            mount -t proc proc "$root/proc"
            mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
            mount --rbind /dev "$root/dev"
            mount -o remount,bind,ro "$root"
            exec unshare --root "$root" --wd "$folder" --setgid "$gid" --setuid "$uid" "$@"
            """;

    /** How a process ended, and what it printed. */
    record Ended(int status, String printed) {}

    private final OciLayout image;
    private final Path folder;

    private Sandbox(OciLayout image, Path folder) {
        this.image = image;
        this.folder = folder;
    }

    /** Skips the test where this user may not mount anything, unless helpers are required. */
    static Sandbox of(OciLayout image, Path folder) throws IOException, InterruptedException {
        mustBeAllowed();
        Path root = Files.createDirectory(folder.resolve("root"));
        for (ContentDescriptorTemplate layer : image.manifest().layers()) {
            Process tar = new ProcessBuilder(
                            "tar",
                            "--warning=no-unknown-keyword",
                            "-xzf",
                            image.blob(layer.getDigest()).toString(),
                            "--same-owner",
                            "-C",
                            root.toString())
                    .inheritIO()
                    .start();
            assertThat(tar.waitFor()).isZero();
        }
        return new Sandbox(image, folder);
    }

    private static void mustBeAllowed() throws IOException, InterruptedException {
        Path unshare = HelperProgram.require("unshare", "util-linux");
        boolean allowed = new ProcessBuilder(unshare.toString(), "--mount", "--pid", "--fork", "true")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
        String problem = "only root may run an image without a container engine";
        if (!allowed && Boolean.getBoolean("tests.require-helpers")) {
            fail(problem);
        }
        assumeTrue(allowed, problem);
    }

    /** Runs the image's entry point with the arguments. */
    Ended run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        config().path("Entrypoint").forEach(part -> command.add(part.asText()));
        command.addAll(List.of(arguments));
        return execute(environment, command);
    }

    /** Runs another program of the image. */
    Ended execute(Map<String, String> environment, List<String> inside) throws IOException, InterruptedException {
        String[] user = config().path("User").asText().split(":");
        List<String> command = new ArrayList<>(List.of(
                "unshare",
                "--mount",
                "--pid",
                "--fork",
                "--kill-child",
                "/bin/sh",
                "-c",
                SCRIPT,
                "sandbox",
                folder.resolve("root").toString(),
                user[0],
                user[1],
                config().path("WorkingDir").asText()));
        command.addAll(inside);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        config().path("Env").forEach(variable -> {
            String[] pair = variable.asText().split("=", 2);
            builder.environment().put(pair[0], pair[1]);
        });
        builder.environment().putAll(environment);
        Path log = folder.resolve("log");
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS))
                    .as("ends within %d s", LONGEST_SECONDS)
                    .isTrue();
            return new Ended(process.exitValue(), Files.readString(log));
        } finally {
            process.destroyForcibly();
        }
    }

    private JsonNode config() throws IOException {
        return image.config().path("config");
    }
}
