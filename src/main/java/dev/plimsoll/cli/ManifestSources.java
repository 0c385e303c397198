package dev.plimsoll.cli;

import dev.plimsoll.kubernetes.Manifest;
import dev.plimsoll.kubernetes.ManifestReader;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Collects the Kubernetes objects of everything that {@code -f} names. */
final class ManifestSources {

    private static final String STANDARD_INPUT = "-";

    private final InputStream standardInput;
    private final List<Manifest> manifests = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    ManifestSources(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    /** A file that holds nothing is a problem: what was meant to be judged is elsewhere. */
    void read(String source) {
        ManifestReader.Result result = source.equals(STANDARD_INPUT)
                ? ManifestReader.read("standard input", standardInput)
                : ManifestReader.read(Path.of(source));
        manifests.addAll(result.manifests());
        result.problems().forEach(problem -> problems.add(problem.toString()));
        if (result.manifests().isEmpty() && result.problems().isEmpty()) {
            problems.add((source.equals(STANDARD_INPUT) ? "standard input" : source) + ": holds no Kubernetes objects");
        }
    }

    List<Manifest> manifests() {
        return List.copyOf(manifests);
    }

    List<String> problems() {
        return List.copyOf(problems);
    }
}
