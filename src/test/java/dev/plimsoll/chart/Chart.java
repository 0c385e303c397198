package dev.plimsoll.chart;

import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The project's chart, rendered by Helm's own library. */
public final class Chart {
    static final String NAMESPACE = "plimsoll";

    private static final String RELEASE = "plimsoll";
    /** The oldest that the chart takes; without one, the library renders for a version older than that. */
    private static final String KUBERNETES = "1.30.0";

    private static final Path FOLDER = Path.of(System.getProperty("basedir", ""), "charts/plimsoll");

    /** Under which {@link #with} shows the annotation of a hook. */
    static final String HOOK = "plimsoll.dev/hook";

    private static final Path SHOWING_HOOKS = showingHooks();

    private Chart() {}

    static Path file(String name) {
        return FOLDER.resolve(name);
    }

    static String read(String name) {
        try {
            return Files.readString(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The contents of the values files that the chart is tried with, its defaults among them. */
    static List<String> triedValues() {
        try (Stream<Path> files = Files.list(file("ci"))) {
            return Stream.concat(Stream.of("{}"), files.sorted().map(file -> read("ci/" + file.getFileName())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static LintResult lint() {
        return new Helm(FOLDER).lint().strict().call();
    }

    /** The objects made with these values, given as YAML; those of hooks among them. */
    static Manifests with(String values) {
        return Manifests.parse(renderWithHooks(values));
    }

    static String renderWithHooks(String values) {
        return render(SHOWING_HOOKS, values, NAMESPACE);
    }

    /**
     * The manifests as text, without those of hooks.
     *
     * @throws IllegalStateException with Helm's message, when the values are refused
     */
    public static String render(String values, String namespace) {
        return render(FOLDER, values, namespace);
    }

    private static String render(Path chart, String values, String namespace) {
        return withFile(values, file -> new Helm(chart)
                .template()
                .withName(RELEASE)
                .withNamespace(namespace)
                .withKubeVersion(KUBERNETES)
                .withValuesFile(file)
                .call());
    }

    /** The manifests as text for a Kubernetes of that version. */
    static String renderFor(String kubernetes) {
        return new Helm(FOLDER)
                .template()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeVersion(kubernetes)
                .call();
    }

    /** What {@code helm install} says at the end. */
    static String notes(String values) {
        return withFile(values, file -> new Helm(FOLDER)
                .install()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeVersion(KUBERNETES)
                .withValuesFile(file)
                .clientOnly()
                .withDryRunOption(DryRun.CLIENT)
                .call()
                .getOutput());
    }

    /** A copy of the chart in which hooks are objects like any others, for the library leaves hooks out. */
    private static Path showingHooks() {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            Path copy = Files.createTempDirectory("chart").resolve(FOLDER.getFileName());
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(FOLDER.relativize(file));
                Files.createDirectories(target.getParent());
                Files.writeString(target, Files.readString(file).replace("helm.sh/hook:", HOOK + ":"));
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(copy.getParent())));
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String withFile(String values, Function<Path, String> command) {
        try {
            Path file = Files.createTempFile("values", ".yaml");
            try {
                return command.apply(Files.writeString(file, values));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
