package dev.plimsoll.packaging;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The Java that the image brings: no more modules than the application needs, linked by jlink.
 *
 * @param folder with {@code bin}, {@code conf}, {@code legal} and {@code lib}
 */
public record JavaRuntime(Path folder) {

    /** What jdeps sees, and what is found by name: elliptic curves (before Java 22), and jar files as file systems. */
    static final List<String> MODULES = List.of(
            "java.base",
            // java.beans, which Jackson and SnakeYAML ask for the properties of a class.
            "java.desktop",
            "java.logging",
            "java.management",
            "java.naming",
            "java.net.http",
            "java.rmi",
            "java.security.jgss",
            "java.sql",
            "java.xml",
            "jdk.crypto.ec",
            "jdk.httpserver",
            "jdk.management",
            "jdk.net",
            "jdk.unsupported",
            "jdk.zipfs");

    /** Part of the runtime itself, so that {@code JAVA_TOOL_OPTIONS} and the command line both have the last word. */
    public static final List<String> DEFAULT_OPTIONS = List.of(
            "-XX:MaxRAMPercentage=50",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            // It would be a file in /tmp, for tools that the image does not have.
            "-XX:-UsePerfData");

    private static final long LONGEST_MINUTES = 10;

    /** Of an ELF file's header: the two bytes that say for which machine it is, the lower one first. */
    private static final int ELF_MACHINE = 18;

    private static final Map<Integer, String> MACHINES = Map.of(62, "amd64", 183, "arm64");

    /**
     * Links a runtime.
     *
     * @param jdk whose jlink is used
     * @param jmods the modules of another JDK of the same version, for another platform; empty for the JDK's own
     * @param architecture that the runtime must be for, for example {@code amd64}
     * @param folder where it goes; must not be there
     * @throws ImageBuildException if it cannot be linked, or is for another architecture
     */
    static JavaRuntime link(Path jdk, Optional<Path> jmods, String architecture, Path folder) throws IOException {
        run(command(jdk, jmods, folder));
        JavaRuntime runtime = new JavaRuntime(folder);
        runtime.mustBeFor(architecture);
        return runtime;
    }

    private static List<String> command(Path jdk, Optional<Path> jmods, Path folder) {
        List<String> command = new ArrayList<>(List.of(
                jdk.resolve("bin/jlink").toString(),
                "--add-modules",
                String.join(",", MODULES),
                "--add-options=" + String.join(" ", DEFAULT_OPTIONS),
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                // The layer is compressed as a whole, which makes it a fifth smaller than compressing each class does.
                "--compress=0",
                "--output",
                folder.toString()));
        jmods.ifPresent(modules -> command.addAll(List.of("--module-path", modules.toString())));
        return command;
    }

    private static void run(List<String> command) throws IOException {
        Path log = Files.createTempFile("jlink", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                    throw new ImageBuildException("jlink took longer than %d minutes".formatted(LONGEST_MINUTES));
                }
            } finally {
                process.destroyForcibly();
            }
            if (process.exitValue() != 0) {
                throw new ImageBuildException(
                        "jlink failed: " + Files.readString(log).strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImageBuildException("interrupted", e);
        } finally {
            Files.delete(log);
        }
    }

    /** @throws ImageBuildException if it is for another architecture, as {@code amd64} or {@code arm64} */
    void mustBeFor(String architecture) throws IOException {
        try (RandomAccessFile launcher =
                new RandomAccessFile(folder.resolve("bin/java").toFile(), "r")) {
            launcher.seek(ELF_MACHINE);
            String found = MACHINES.getOrDefault(launcher.read() | launcher.read() << 8, "another machine");
            if (!found.equals(architecture)) {
                throw new ImageBuildException("the runtime is for %s, the image for %s; give --jmods of a JDK for %s"
                        .formatted(found, architecture, architecture));
            }
        }
    }
}
